"""Run the service under fire from the command line, and say what has become of its jobs."""

import argparse
import sys

from tests.api.chaos.run import run


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.api.chaos", description=__doc__)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--freezes", type=int, default=10)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--gap", type=float, default=1.5, help="mean seconds between two deeds")
    options.add_argument("--database-url", help="an empty PostgreSQL database; SQLite if not given")
    options.add_argument("--unfenced", action="store_true", help="the control: workers write what is not theirs")
    account = run(**vars(options.parse_args()))
    sys.stdout.write(f"{account}\n")
    faults = account.lost + account.double + account.wrong
    sys.stdout.writelines(f"- {fault}\n" for fault in faults + [f"{one}: condemned" for one in account.condemned])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
