"""The sentences for files that were not read, and for how a file was read."""

from __future__ import annotations

from sharedground.errors import FileRefusedError
from sharedground.words import later, say

REFUSALS = {
    "file.empty": later(
        "{name} is empty: no row, sheet or layer holds anything. Check that it is the right file."
    ),
    "file.too_big": later(
        "{name} has {megabytes} MB; at most {most} MB can be read. "
        "Split it, or leave out columns that are not needed."
    ),
    "file.zip_bomb": later(
        "{name} would unpack to {megabytes} MB, far more than such a file should, "
        "so it was not opened. Save the data again, or upload the files inside one by one."
    ),
    "file.too_many_columns": later(
        "{name} has {columns} columns; at most {most} can be read. "
        "Keep the columns that are needed, or check that the right sign separates them."
    ),
    "file.too_many_cells": later(
        "{name} has {cells} cells; at most {most} can be read. Split it into smaller files."
    ),
    "file.too_many_tables": later(
        "{name} holds more than {most} sheets, layers or files, too many to choose from. "
        "Split it, or upload the files that are needed."
    ),
    "file.nested": later(
        "{name} holds another packed file, {inner}. Unpack it, "
        "and upload the files that are inside."
    ),
    "file.defines_entities": later(
        "{name} defines words of its own (a DOCTYPE), which a map does not need and which can do "
        "harm, so it was not opened. Save it again in the program it came from, or as GeoJSON."
    ),
    "file.descriptor_only": later(
        "{name} only describes tables that are in other files. "
        "Put it into one zip together with them, and upload that."
    ),
    "file.json_line": later(
        "Line {row} of {name} is not complete JSON. Mend that line and upload the file again."
    ),
    "file.too_much_memory": later(
        "{name} needs more memory to open than is allowed. A cell far out to the right or far "
        "down can cause this: delete the empty rows and columns beyond the data, or save it as CSV."
    ),
    "file.took_too_long": later(
        "{name} took more than {seconds} seconds to read, so reading was stopped. "
        "Split it, or save it in a simpler form such as CSV or GeoPackage."
    ),
    "file.cell_too_long": later(
        "{name} has a cell of more than {most} characters in row {row}. "
        "A quotation mark may not be closed there. Mend that row and upload it again."
    ),
    "file.open_quote": later(
        "{name} has a quotation mark in row {row} that is never closed, so the rows below it "
        "run into one. Close or remove it and upload the file again."
    ),
    "file.heading_row": later(
        "Row {row} of {name} holds nothing, so it cannot hold the headings. Choose another row."
    ),
    "file.password": later(
        "{name} is protected by a password. Remove the password, save it, and upload it again."
    ),
    "file.parts_missing": later(
        "{name} is one part of a shapefile, and its {ending} part did not come with it. "
        "Choose the .shp, .shx, .dbf and .prj files together, or put them in one zip."
    ),
    "file.parts_differ": later(
        "The parts of {name} do not belong together: {shapes} shapes but {rows} rows. "
        "Save the shapefile again and upload all its parts."
    ),
    "file.names_other_files": later(
        "{name} points to other files or web addresses instead of holding the data itself, "
        "so it was not opened. Save the data itself, for example as GeoJSON or CSV."
    ),
    "file.leaves_folder": later(
        "{name} has a file that wants to be saved outside its folder, so it was not opened. "
        "Unpack it yourself, look at what is in it, and upload the files that you need."
    ),
    "file.unreadable": later(
        "{name} cannot be read: it may be damaged or cut short. "
        "Open it in the program it came from, save it again, and upload the new file."
    ),
    "file.kind_unknown": later(
        "{name} is {seems}, which cannot be read here. "
        "Save the data as CSV, Excel (.xlsx), GeoJSON, KML, GeoPackage or a zipped shapefile."
    ),
    "file.not_found": later("There is no file {name}. Check the name and the folder."),
}

KINDS = {
    "binary": later("a file of unknown kind"),
    "document": later("a document or slides"),
    "geodatabase": later("a geodatabase"),
    "json": later("JSON without a list of records in it"),
    "packed": later("a packed file of another kind than zip"),
    "pdf": later("a PDF"),
    "picture": later("a picture"),
    "topojson": later("a TopoJSON file"),
    "web_page": later("a web page without a table, though it may be named as a spreadsheet"),
    "xml": later("an XML file"),
    "zip": later("a zip without a table or map in it"),
}

NOTES = {
    "no_headings": later("No row of headings was found, so the columns are numbered."),
    "hidden_sheet": later("This sheet is hidden in the workbook."),
    "hidden_removed": later("Hidden characters (control or direction signs) removed: {n}."),
    "letters_lost": later("Letters that could not be read, shown as �: {n}."),
    "mixed_encoding": later("Lines in another encoding than the rest of the file: {n}."),
    "rows_above": later(
        "{n} rows above the headings look like rows of the list, from row {row} on. They are not "
        "read. If they belong to it, choose another row of headings."
    ),
    "rows_short": later(
        "Rows with fewer cells than there are headings: {n}. The first is row {row}."
    ),
    "rows_long": later(
        "Rows with more cells than there are headings: {n}. The first is row {row}. "
        "The cells are kept in columns without a heading."
    ),
    "merged_filled": later("Cells filled from a merged cell above them: {n}."),
    "left_out": later("Not read, as no table is in it: {names}."),
    "links_left": later("Links to other files were not followed: {n}."),
    "shapes_left": later("Further columns of shapes were left out: {n}."),
    "crs_unknown": later("The file's coordinate system cannot be understood."),
}


def refusal(code: str, name: str, **details: object) -> FileRefusedError:
    """Return the fault for a file that is not read.

    Parameters
    ----------
    code
        One of `REFUSALS`.
    name
        The file, as the person named it.
    details
        Values for the sentence; others are kept for scripts.
    """
    shown = dict(details)
    if code == "file.kind_unknown":
        shown["seems"] = say(KINDS[str(details.get("seems", "binary"))])
    return FileRefusedError(code, say(REFUSALS[code], name=name, **shown), name=name, **details)


def note(code: str, **values: object) -> str:
    """Return the sentence for one of `NOTES`."""
    return say(NOTES[code], **values)
