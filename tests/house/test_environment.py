"""The four descriptions of the environment (pyproject, lock, environment.yml, Makefile) agree."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]

# PyPI name -> conda-forge name, where they differ after canonicalisation.
CONDA_NAMES = {"playwright": "playwright-python"}
# What a conda environment needs besides the packages.
CONDA_ONLY = {"python", "pip"}

# The places the lock is for, as marker environments; pip fills in the rest from its own machine.
LINUX = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"}
MACOS = {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"}
WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"}
CPYTHON = {"platform_python_implementation": "CPython", "implementation_name": "cpython"}
PLACES = [
    pytest.param(
        {"python_version": python, "python_full_version": f"{python}.5", **system, **CPYTHON},
        id=f"{python}-{system['sys_platform']}",
    )
    for python in ("3.11", "3.12", "3.13")
    for system in (LINUX, MACOS, WINDOWS)
]

PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+?)(?: ; (?P<marker>[^\\]+?))?"
    r"(?P<hashes>(?: \\\n    --hash=\S+)+)$",
    re.MULTILINE,
)
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")


class Pin:
    """One entry of the lock."""

    def __init__(self, match: re.Match[str]) -> None:
        self.name = canonicalize_name(match["name"])
        self.version = Version(match["version"])
        self.marker = Marker(match["marker"]) if match["marker"] else None
        self.hashes = match["hashes"].replace("\\\n", " ").split()

    def applies_in(self, place: dict[str, str]) -> bool:
        return self.marker is None or self.marker.evaluate(place)


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements() -> list[Requirement]:
    """What pyproject asks for: to run, to test, to build."""
    content = pyproject()
    project = content["project"]
    texts = [
        *project["dependencies"],
        *project["optional-dependencies"]["test"],
        *content["build-system"]["requires"],
    ]
    return [Requirement(text) for text in texts]


def lock_text() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def pins() -> list[Pin]:
    return [Pin(match) for match in PIN.finditer(lock_text())]


def bounds(requirement: Requirement) -> set[str]:
    return {str(specifier) for specifier in requirement.specifier}


@pytest.mark.parametrize("requirement", requirements(), ids=lambda r: r.name)
def test_each_requirement_has_one_lower_bound(requirement: Requirement) -> None:
    assert [s.operator for s in requirement.specifier] == [">="]


def test_build_group_is_the_build_backend() -> None:
    content = pyproject()
    assert content["dependency-groups"]["build"] == content["build-system"]["requires"]


def test_environment_yml_asks_what_pyproject_asks() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    entries = [Requirement(text) for text in environment["dependencies"]]
    conda = {canonicalize_name(entry.name): bounds(entry) for entry in entries}
    assert len(conda) == len(entries), "a name stands in environment.yml twice"

    expected = {}
    for requirement in requirements():
        name = canonicalize_name(requirement.name)
        expected[CONDA_NAMES.get(name, name)] = bounds(requirement)
    assert {name: bound for name, bound in conda.items() if name not in CONDA_ONLY} == expected


def test_python_versions_agree() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    content = pyproject()
    assert content["project"]["requires-python"] == ">=3.11"
    assert "python>=3.11" in environment["dependencies"]
    assert content["tool"]["mypy"]["python_version"] == "3.11"
    assert content["tool"]["ruff"]["target-version"] == "py311"
    assert "sys.version_info < (3, 11)" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_line_of_the_lock_is_read() -> None:
    rest = PIN.sub("", lock_text())
    left_over = [line for line in rest.splitlines() if line and not line.startswith("#")]
    assert left_over == []


def test_lock_holds_versions_and_hashes_only() -> None:
    text = lock_text()
    for forbidden in ("http:", "https:", "file:", "--index-url", "--extra-index", "--find-links"):
        assert forbidden not in text
    assert all(SHA256.fullmatch(digest) for pin in pins() for digest in pin.hashes)


def test_lock_has_one_version_of_each_package() -> None:
    names = [pin.name for pin in pins()]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("place", PLACES)
def test_lock_satisfies_pyproject(place: dict[str, str]) -> None:
    versions = {pin.name: pin.version for pin in pins() if pin.applies_in(place)}
    missing_or_outside = [
        str(requirement)
        for requirement in requirements()
        if not requirement.specifier.contains(
            versions.get(canonicalize_name(requirement.name), Version("0"))
        )
    ]
    assert missing_or_outside == []


def make_targets() -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    return phony[1].split()


@pytest.mark.parametrize("target", make_targets())
def test_each_make_target_has_a_line_in_the_help(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE)


def test_make_commands_in_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^[ \t]*(?:\$ )?|`)make ([a-z]+)", readme, re.MULTILINE))
    assert named <= set(make_targets())
    assert {"reports", "test"} <= named
