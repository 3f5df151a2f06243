"""The questionnaires folder -> instruments.

Each questionnaire has a folder of its name with the files of its current version; those of an older one are in
`versions/<version>/` beside them. `versions.lock.yaml` keeps the content hash of every published version, so that none
changes unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from assessment.domain.parsing import PARTS, parse_instrument
from assessment.domain.problems import Place, Problem, ProblemsFound, has_errors, place_problems
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.reading import Reader, listed, suggestion
from assessment.domain.results import Instrument
from assessment.storage.documents import Document, read_file

HASHED = ("questionnaire", "expectations", "roles", "actions", "rules")
"""The parts whose content decides a result; the regions are only looked up."""
LOCK = "versions.lock.yaml"
VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave: an instrument unless something is wrong, and every problem found on the way."""

    instrument: Instrument | None
    problems: tuple[Problem, ...]


def load_instrument(folder: Path) -> Loaded:
    """Read the files of one version of a questionnaire; every problem of every file is placed."""
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for part in PARTS:
        try:
            documents[part] = read_file(_path(folder, part))
            problems.extend(documents[part].problems)
        except ProblemsFound as found:
            problems.extend(found.problems)
    if len(documents) < len(PARTS):
        return Loaded(None, tuple(problems))
    trees = {part: document.tree for part, document in documents.items()}
    instrument, found_in_trees = parse_instrument(trees, content_hash(folder))
    problems.extend(_placed(found_in_trees, documents))
    return Loaded(None if has_errors(problems) else instrument, tuple(problems))


def content_hash(folder: Path) -> str:
    """SHA-256 of the files that decide a result, whatever line ends they were saved with."""
    total = sha256()
    for part in HASHED:
        content = _path(folder, part).read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{part} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def lock_entry(questionnaire: Questionnaire) -> str:
    """The line of the lock file that seals this version."""
    return f'"{questionnaire.version}": {questionnaire.hash}'


def load_catalogue(folder: Path) -> Catalogue:
    """The questionnaires below `folder`, none of which is read yet."""
    return Catalogue(folder)


@dataclass(slots=True)
class Catalogue:
    """The questionnaires of a folder, each version read once, when it is first asked for."""

    folder: Path
    _loaded: dict[Path, Loaded] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """The questionnaires there are."""
        return tuple(sorted(path.parent.name for path in self.folder.glob("*/questionnaire.yaml")))

    def versions(self, name: str) -> tuple[str, ...]:
        """The versions of a questionnaire that can be used, the current one first."""
        instruments = [self._load(folder).instrument for folder in self._folders(name)]
        return tuple(instrument.questionnaire.version for instrument in instruments if instrument)

    def instrument(self, reference: str) -> Instrument:
        """The instrument called `name` (its current version) or `name@version`.

        Raises ProblemsFound when there is none or something is wrong with it.
        """
        name, _, version = reference.partition("@")
        if name not in self.names():
            raise ProblemsFound((_unknown("unknown-questionnaire", name, self.names()),))
        older = self.folder / name / VERSIONS / version
        if version and older in self._folders(name):
            return self._usable(older)
        current = self._usable(self.folder / name)
        if version not in ("", current.questionnaire.version):
            raise ProblemsFound((_unknown("unknown-version", version, self.versions(name)),))
        return current

    def check(self, name: str) -> tuple[Problem, ...]:
        """Every problem of a questionnaire, with its older versions and its lock file."""
        loaded = {folder: self._load(folder) for folder in self._folders(name)}
        problems = [problem for item in loaded.values() for problem in item.problems]
        found = {folder: item.instrument.questionnaire for folder, item in loaded.items() if item.instrument}
        for folder, questionnaire in found.items():
            problems.extend(_misplaced(folder, questionnaire))
        return (*problems, *check_lock(self.folder / name / LOCK, tuple(found.values())))

    def _folders(self, name: str) -> list[Path]:
        """The folder of the current version, then those of older ones, newest first."""
        older = [path.parent for path in (self.folder / name / VERSIONS).glob("*/questionnaire.yaml")]
        return [self.folder / name, *sorted(older, key=lambda folder: _order(folder.name), reverse=True)]

    def _load(self, folder: Path) -> Loaded:
        if folder not in self._loaded:
            self._loaded[folder] = load_instrument(folder)
        return self._loaded[folder]

    def _usable(self, folder: Path) -> Instrument:
        loaded = self._load(folder)
        if loaded.instrument is None:
            raise ProblemsFound(loaded.problems)
        return loaded.instrument


def check_lock(path: Path, questionnaires: tuple[Questionnaire, ...]) -> tuple[Problem, ...]:
    """What is wrong with the published versions of a questionnaire according to its lock file."""
    if path.exists():
        try:
            document = read_file(path)
        except ProblemsFound as found:
            return found.problems
    else:
        document = Document(str(path), {}, {}, ())
    problems = list(document.problems)
    reader = Reader(document.tree, (), problems)
    locked = {version: entry.text() for version, entry in reader.entries()}
    for questionnaire in questionnaires:
        version = questionnaire.version
        if questionnaire.published and version not in locked:
            reader.report("version-not-locked", value=version, line=lock_entry(questionnaire))
        elif version in locked and locked[version] != questionnaire.hash:
            reader.at(version).report("version-changed", value=version)
    return place_problems(problems, document.positions, document.file)


def _misplaced(folder: Path, questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """A folder that is not called like the questionnaire, or like its version for an older one."""
    right = questionnaire.version if folder.parent.name == VERSIONS else questionnaire.id
    if folder.name == right:
        return ()
    place = Place(str(_path(folder, "questionnaire")), 1, 1)
    return (Problem("wrong-folder", (), {"folder": folder.name, "value": right}, place),)


def _path(folder: Path, part: str) -> Path:
    """The file of a part. Older versions share the regions of the current one unless they have their own."""
    path = folder / f"{part}.yaml"
    if part == "regions" and folder.parent.name == VERSIONS and not path.exists():
        return folder.parent.parent / path.name
    return path


def _placed(problems: Iterable[Problem], documents: Mapping[str, Document]) -> list[Problem]:
    """Problems whose path starts with the part they are about, each in its file, in the order of the files."""
    placed: list[Problem] = []
    for part, document in documents.items():
        own = [replace(problem, path=problem.path[1:]) for problem in problems if problem.path[0] == part]
        placed.extend(place_problems(own, document.positions, document.file))
    return placed


def _order(version: str) -> tuple[int, ...]:
    """Versions by their numbers; a folder that is none comes last."""
    return tuple(int(number) if number.isdigit() else -1 for number in version.split("."))


def _unknown(code: str, value: str, known: tuple[str, ...]) -> Problem:
    return Problem(code, (), {"value": value, "known": listed(known), **suggestion(value, known)})
