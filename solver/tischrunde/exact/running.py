"""Run CP-SAT for a counted effort, so that it can be made again, and let it be stopped at any time."""

from concurrent.futures import ThreadPoolExecutor, wait

from ortools.sat.python import cp_model

from tischrunde.stop import Progress, Stop

__all__ = ["PAUSE", "new_solver", "run"]

PAUSE = 0.02  # seconds between two looks at the stop criterion


def new_solver(*, effort: float, seed: int = 0) -> cp_model.CpSolver:
    """Return a solver of one worker that gives up after ``effort``, in CP-SAT's deterministic seconds."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.catch_sigint_signal = False
    return solver


def run(solver: cp_model.CpSolver, model: cp_model.CpModel, *, stop: Stop | None = None) -> cp_model.CpSolverStatus:
    """Return the status after solving; ``stop`` is asked again and again meanwhile.

    The solver runs in a thread of its own and holds no interpreter lock: signals reach the main thread.
    """
    if stop is None:
        return solver.solve(model)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(solver.solve, model)
        while wait([answer], timeout=PAUSE).not_done:
            if stop(Progress()):
                solver.stop_search()  # lost before the search begins, so it is said every time
        return answer.result()
