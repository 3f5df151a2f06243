"""The published schemas of the documents attached to reports, for anybody."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from assessment.reports.schemas import schemas
from assessment.web.http import shown

KIND = "application/schema+json"


@shown("/schemas/{schema:str}", sync_to_thread=True)
def read_schema(schema: FromPath[str]) -> Response[bytes]:
    """A JSON Schema by the name of its file. Raises NotFoundException."""
    found = schemas().get(schema)
    if found is None:
        raise NotFoundException
    return Response(found, media_type=KIND)
