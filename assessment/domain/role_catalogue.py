"""The catalogue of digital roles with the editable numbers that size, cost and source them (dossier 5.1, 5.4, 5.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from assessment.domain.localised import Localised
from assessment.domain.questionnaire import Competence, require
from assessment.domain.sizing import Sizing

LOADING_FACTOR = 1.42
"""What an employer pays for one euro gross: a round private-law figure (dossier 5.4)."""


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, in the unit its owner states."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Half-way between both ends."""
        return (self.low + self.high) / 2

    def times(self, factor: float, plus: float) -> Range:
        """Both ends times `factor`, plus `plus`."""
        return Range(self.low * factor + plus, self.high * factor + plus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A post or share of post. `gross` and `loaded` are k€ a year for one FTE.

    `triggers` are the indicators whose gap calls for it, the two main ones first.
    `axis` names the ambition (inspire or connect) that scales its need. `shared` roles are shared whatever their size;
    `owned` ones are never wholly outsourced; `network_only` ones belong to a network head, nobody else needs them.
    `training` names a path for somebody inside (5.5) and `training_days` its effort, that of the rules when None.
    """

    id: str
    title: Localised
    purpose: Localised
    esco_code: str
    esco_label: str
    esco_id: str
    rome: tuple[str, ...]
    ict_profile: str
    ecf: tuple[Competence, ...]
    triggers: tuple[str, ...]
    sizing: Sizing
    gross: Range
    loaded: Range
    frame: Localised
    axis: str | None = None
    shared: bool = False
    owned: bool = False
    network_only: bool = False
    training: Localised | None = None
    training_days: float | None = None

    @property
    def main_triggers(self) -> tuple[str, ...]:
        """The two triggers one of which must be wide open for the role to be recommended."""
        return self.triggers[:2]

    @property
    def esco_uri(self) -> str:
        """Address of the ESCO occupation."""
        return f"http://data.europa.eu/esco/occupation/{self.esco_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRules:
    """Editable numbers of section 5: thresholds in FTE and points, costs in k€ (dossier 5.2, 5.3, 5.6)."""

    days_per_fte: float = 205
    minimum_short: float = 0.1
    minimum_gap: float = 20
    most_shown: int = 5
    own_staff_ceiling: float = 0.35
    full_post: float = 0.8
    part_post: float = 0.3
    large_staff: float = 100
    internal_ownership: float = 0.1
    decided_axes: str = "CAP4"
    decided_level: int = 2
    day_rate: Range = Range(450, 650)
    own_fixed: float = 4
    shared_factor: float = 1.08
    shared_fixed: float = 1.5
    outsource_factor: float = 1.10 * 0.85
    train_fixed: float = 0.6
    train_per_day: float = 0.35
    train_days: float = 5
    train_replaced: float = 0.5
    content_by_size: tuple[tuple[float, float], ...] = ((3, 20), (10, 60), (25, 100), (50, 150), (inf, 200))


@dataclass(frozen=True, slots=True)
class RoleCatalogue:
    """Every role with the rules that size and source them. `dated` says from which years the costs are."""

    roles: tuple[Role, ...]
    rules: RoleRules
    dated: str

    def with_loading(self, factor: float = LOADING_FACTOR) -> RoleCatalogue:
        """The same roles with loaded costs worked out from gross pay: public status differs from private law (5.4).

        Raises ValueError below 1: an employer never pays less than gross.
        """
        require(factor >= 1, f"a loading factor of {factor} is below gross pay: write 1 or more, such as 1.42")
        return replace(self, roles=tuple(replace(role, loaded=role.gross.times(factor, 0)) for role in self.roles))
