"""Templates to hand out, with what the place has already in their lists."""

from __future__ import annotations

from sharedground.export.templates import Known, Template, template_csv, template_xlsx
from sharedground.exports import MEDIA_TYPES, Export, Form, slug
from sharedground.store.holdings import Holdings


def blank_sheet(template: Template, form: Form, held: Holdings | None = None) -> Export:
    """Return a template as XLSX or CSV.

    Parameters
    ----------
    held
        A place whose areas and figures it offers, if there is one.

    Raises
    ------
    ValueError
        For other formats: a bug in the caller.
    """
    if form not in (Form.XLSX, Form.CSV):
        raise ValueError(form)
    known = Known()
    if held is not None:
        known = Known(held.areas["area_code"].tolist(), held.indicators["name"].tolist())
    make = template_xlsx if form is Form.XLSX else template_csv
    stem = f"{slug(held.place.name)}-" if held is not None else ""
    name = f"{stem}{template.value}-template.{form.value}"
    return Export(make(template, known), name, MEDIA_TYPES[form])
