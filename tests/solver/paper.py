"""Little meetings to print: with hosts, somebody who leaves early, somebody who stays away, needs, difficult names."""

from typing import Any

from tischrunde.model import Meeting, Plan

__all__ = ["DIFFICULT", "meeting", "plan", "turning"]

DIFFICULT = (
    "Maximiliane-Theodora Freifrau von Leutheusser-Schnarrenberger",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenxx",
    "W" * 60,
    "محمد عبد الرحمن الأحمد الهاشمي القرشي بن عبد الله بن يوسف",
    "Władysława Chrząszczyńska-Brzęczyszczykiewicz",
    "Gökhan İbrahimoğlu Şahin",
    "Nguyễn Thị Ánh Tuyết Ấẫ Ỗỡ",
    "Олександра Шевченко-Вишневецька",
    "שרה כהן לוי",
    "#panic() *a* _b_ @c $d$ \\ \"e\" 'f' <g> `h` // -- [i] {j}",
)
"""Names that are long, that are not Latin, or that would be markup in a template."""


def meeting(**changes: Any) -> Meeting:
    """Return four people at two tables in two rounds, and one who stays away."""
    plain: dict[str, Any] = {
        "title": "Dialog im Rathaus",
        "language": "de",
        "rounds": [{"start": "10:30", "minutes": 25}, {"start": "11:00", "minutes": 25, "label": "Zweiter Blick"}],
        "themes": [{"id": "wie", "title": "Wie geht es?"}, {"id": "was", "title": "Was kommt?"}],
        "tables": [
            {"id": "T1", "theme": "wie", "seats": 3, "features": ["step-free"]},
            {"id": "T2", "theme": "was", "seats": 3, "features": ["interpreter"]},
        ],
        "people": [
            {"id": "p1", "name": "Anna Apfel", "organisation": "Stadt Aalen", "hosts": "T1", "needs": ["step-free"]},
            {"id": "p2", "name": "Bernd Birne"},
            {"id": "p3", "name": "Cem Çiçek"},
            {"id": "p4", "name": "Dora Dattel", "rounds": [1]},
            {"id": "p5", "name": "Emil Eiche", "rounds": []},
        ],
    }
    return Meeting.model_validate({**plain, **changes})


def plan() -> Plan:
    """Return the plan of that meeting."""
    return Plan(rounds=({"T1": ("p1", "p2"), "T2": ("p3", "p4")}, {"T1": ("p1", "p3"), "T2": ("p2",)}))


def turning(
    names: tuple[str, ...], *, n_rounds: int = 3, n_tables: int = 5, seats: int = 12, theme: str = "Was kommt?"
) -> tuple[Meeting, Plan]:
    """Return a meeting of these people and a plan in which all go on by one table each time."""
    tables = [{"id": f"T{number + 1}", "seats": seats, "theme": f"t{number}"} for number in range(n_tables)]
    given = {
        "rounds": [{"start": f"{8 + number % 12}:30", "minutes": 25} for number in range(n_rounds)],
        "themes": [{"id": f"t{number}", "title": theme} for number in range(n_tables)],
        "rules": [{"kind": "theme_visits", "at_most_once": n_rounds <= n_tables}],
        "tables": tables,
        "people": [
            {"id": f"p{number}", "name": name, "organisation": "Ministerium für Soziales und Integration"}
            for number, name in enumerate(names)
        ],
    }
    rounds: list[dict[str, tuple[str, ...]]] = []
    for number in range(n_rounds):
        seated: dict[str, tuple[str, ...]] = {}
        for at in range(len(names)):
            table = f"T{(at + number) % n_tables + 1}"
            seated[table] = (*seated.get(table, ()), f"p{at}")
        rounds.append(seated)
    return Meeting.model_validate(given), Plan(rounds=tuple(rounds))
