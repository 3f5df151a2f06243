"""The one Jinja environment for pages, mails and reports: strict, autoescaped, translated."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assessment.translation import translations


class Templates:
    """Renders the templates below `folder` in any language of the interface."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environments: dict[str, Environment] = {}

    def environment(self, language: str) -> Environment:
        """The environment of a language, made once."""
        if language not in self._environments:
            self._environments[language] = self._build(language)
        return self._environments[language]

    def render(self, name: str, language: str, /, **values: object) -> str:
        """Render a template; a name it uses but was not given is an error, never an empty string."""
        return self.environment(language).get_template(name).render(language=language, **values)

    def markup(self, name: str, language: str, /, **values: object) -> Markup:
        """Render a fragment for use inside another template."""
        return Markup(self.render(name, language, **values))  # noqa: S704 - autoescaped by the environment itself

    def _build(self, language: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self.folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
        return environment
