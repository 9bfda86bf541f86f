"""Before any benchmark: compiled kernels older than their source are thrown away, as before the tests."""

import pytest
from tests.conftest import KERNEL, drop_stale_caches

from tischrunde.kernel import warm_up


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        drop_stale_caches(KERNEL)


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    # Nobody's first round should include the compiler.
    warm_up()
