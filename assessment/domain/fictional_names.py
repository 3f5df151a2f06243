"""Names of organisations that do not exist, and say so in both languages.

A place is a common word joined to a made-up one, so that no place in France is called so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

FEATURES = (
    "Roche",
    "Val",
    "Mont",
    "Pré",
    "Lac",
    "Fontaine",
    "Combe",
    "Pierre",
    "Source",
    "Rive",
    "Butte",
    "Cap",
    "Baie",
    "Plaine",
    "Col",
    "Lande",
    "Vallon",
    "Plage",
    "Clos",
    "Bois",
)
INVENTED = (
    "Ambrelune",
    "Bruméole",
    "Cendreflore",
    "Dorvelline",
    "Écumarine",
    "Fauvelune",
    "Givrelande",
    "Hautesonge",
    "Ivoirelle",
    "Jadelune",
    "Lunaverne",
    "Mirevaguelle",
    "Nacreline",
    "Ombreflore",
    "Perlanchelle",
    "Quartzeline",
    "Roselune",
    "Songelande",
    "Turquoisette",
    "Zéphirelle",
)
KINDS = {
    "OT": ("Office fictif", "Fictional tourist office"),
    "CDT": ("Agence fictive", "Fictional agency"),
    "CRT": ("Comité régional fictif", "Fictional regional committee"),
    "COM": ("Commune fictive", "Fictional commune"),
    "EPCI": ("Communauté fictive", "Fictional community"),
    "DEP": ("Département fictif", "Fictional department"),
    "REG": ("Région fictive", "Fictional region"),
    "NET": ("Réseau fictif", "Fictional network"),
}
LONG = 0.1
"""Share of the names that are as long as those of merged territories are."""


def places(random: Random) -> Iterator[str]:
    """Made-up places in a drawn order, each once."""
    found = [f"{feature}-{invented}" for feature, invented in product(FEATURES, INVENTED)]
    random.shuffle(found)
    return iter(found)


def name_of(kind: str, place: str, random: Random) -> str:
    """The name of an organisation of this type in a place, now and then a long one."""
    french, english = KINDS[kind]
    if random.random() >= LONG:
        return f"{french} de {place} / {english}"
    return f"{french} des portes, vallées et hauts plateaux de {place} / {english} of gates, valleys and high plateaus"
