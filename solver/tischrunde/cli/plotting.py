"""Draw the pictures of a plan into a folder, and beside them, in one file, what they show in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tischrunde.cli.streams import tell, tell_findings
from tischrunde.cli.targets import make_folder, obstacles
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.pictures import Picture
    from tischrunde.result import Result

__all__ = ["PICTURES", "WORDS", "draw_into", "drawing_obstacles"]

PICTURES = ("matrix", "network", "mixing", "convergence")
WORDS = "pictures.txt"


def drawing_obstacles(folder: str) -> Iterator[Finding]:
    """Yield what stands in the way of drawing into a folder, which may be new, before any work is done."""
    from tischrunde.pictures import nothing_to_draw_with

    yield from nothing_to_draw_with("--plot")
    path = Path(folder)
    if path.is_file() or path.suffix.lower() in (".png", ".svg", ".pdf"):
        message = Text("“{name}” is no folder: there are four pictures to draw.", name=folder)
        yield Finding("--plot", message, Text("Name a folder, such as --plot pictures."))
    elif path.is_dir():
        for name in PICTURES:
            yield from obstacles(str(path / f"{name}.png"), "picture", (".png",))
        yield from obstacles(str(path / WORDS), "words", (".txt",))
    elif not path.parent.is_dir():
        message = Text("There is no folder {folder}.", folder=path.parent)
        yield Finding("--plot", message, Text("Create the folder first, or choose another one."))


def draw_into(folder: str, result: "Result", language: Language) -> list[BadInput]:
    """Draw what can be drawn of a result, say where it is, and return what could not be written."""
    if result.rounds is None:
        tell(Text("There is no plan, so no pictures were drawn."), language)
        return []
    from tischrunde.io.files import write_text

    path = Path(folder)
    told = [Text("Tischrunde: pictures of the plan and what they show").say(result.meeting.language)]
    try:
        make_folder(folder, "--plot")
        for name in PICTURES:
            file = path / f"{name}.png"
            picture = _drawn(result, name, language)
            if picture is None:
                file.unlink(missing_ok=True)
            else:
                picture.save(file)
                told.append(f"{file.name} · {picture.title.say(picture.language)}\n{picture.text}")
        write_text("\n\n".join(told) + "\n", path / WORDS)
    except BadInput as problem:
        return [problem]
    message = Text("The pictures are in the folder {folder}; {words} tells what they show.", folder=folder, words=WORDS)
    tell(message, language)
    return []


def _drawn(result: "Result", name: str, language: Language) -> "Picture | None":
    """Return a picture that is drawn, or say why it cannot be: one too large is no reason to do without the others."""
    try:
        picture: Picture = getattr(result, f"plot_{name}")()
        assert picture.figure is not None
    except BadInput as problem:
        tell(Text("The picture {name} was not drawn.", name=name), language)
        tell_findings(problem, language)
        return None
    return picture
