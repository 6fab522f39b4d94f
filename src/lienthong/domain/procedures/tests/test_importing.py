"""Imports: all or nothing, twice is once, what people file is only prepared."""

import copy
import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.errors import ImportOutdated, ImportRefused
from lienthong.domain.procedures.formats.national import to_record
from lienthong.domain.procedures.formats.tests.test_national import RECORD
from lienthong.domain.procedures.models import Procedure, ProcedureDraft, ProcedureVersion
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed


def records(*, count: int = 3) -> list[dict[str, Any]]:
    return [copy.deepcopy(RECORD) | {"MATTHC": f"1.99900{number}"} for number in range(count)]


def packed(rows: list[dict[str, Any]]) -> bytes:
    return gzip.compress(json.dumps(rows).encode())


def run(rows: list[dict[str, Any]], *, dry_run: bool = False) -> services.ImportDone:
    return services.import_file(actor=SYSTEM, content=packed(rows), file_name="x.json.gz", dry_run=dry_run)


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_it_works() -> None:
    dry = run(records(), dry_run=True)
    assert dry.report["counts"] | {"flagged": 0} == {
        "read": 3, "new": 3, "changed": 0, "unchanged": 0, "flagged": 0, "refused": 0, "drafted": 0,
    }  # fmt: skip
    assert not Procedure.objects.filter(code__startswith="1.999").exists()
    assert run(records()).done
    version = queries.current_version("1.999000")
    assert not version.is_fileable
    assert version.field_name == "Chăn nuôi"
    assert [row.code for row in queries.search_procedures("nuoi ong").rows] == ["1.999000", "1.999001", "1.999002"]


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_the_same_file_again_changes_nothing_and_what_went_in_comes_out() -> None:
    run(records())
    versions = ProcedureVersion.objects.count()
    again = run(records())
    assert (again.report["counts"]["unchanged"], ProcedureVersion.objects.count()) == (3, versions)
    rows = queries.exported_entries([record["MATTHC"] for record in records()])
    assert json.loads(queries.exported(rows, "national")) == records()
    for kind in ("json", "xlsx", "national", "jsonl"):
        content = queries.exported(queries.exported_entries(), kind)
        done = services.import_file(actor=SYSTEM, content=content, file_name=f"x.{kind}", dry_run=True)
        assert done.report["problems"] == []
        if kind in {"json", "xlsx"}:
            assert done.report["counts"]["changed"] == 0, (kind, done.report["rows"][:2])


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_one_bad_row_keeps_every_row_out() -> None:
    rows = records()
    rows[1]["LINHVUCTHUCHIEN"] = "Chăn nuôi"
    done = run(rows)
    assert done.is_refused
    assert [(problem["line"], problem["column"]) for problem in done.report["problems"]] == [(2, "LINHVUCTHUCHIEN")]
    assert not Procedure.objects.filter(code__startswith="1.999").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_what_people_file_here_becomes_a_draft_and_keeps_form_fees_and_words() -> None:
    before = queries.current_version("1.001193")
    [(entry, field)] = queries.exported_entries(["1.001193"])
    record = to_record(entry, field_name=field)
    record["THANHPHANHOSO"][0]["GIAYTO"][0]["SOBANSAO"] = 2
    done = run([record])
    assert (done.report["counts"]["changed"], done.report["counts"]["drafted"]) == (1, 1)
    assert queries.current_version("1.001193").id == before.id
    draft = ProcedureDraft.objects.get(procedure__code="1.001193").entry
    paper = draft["requirements"][0]
    assert (paper["key"], paper["copies"]) == (entry["requirements"][0]["key"], 2)
    assert draft["fees"] == entry["fees"]
    assert draft["keywords"] == entry["keywords"]
    assert draft["form"]
    assert run([record]).report["counts"]["unchanged"] == 1  # it stands in the draft already
    record["THANHPHANHOSO"][0]["GIAYTO"][0]["SOBANSAO"] = 3
    refused = run([record])
    assert [problem["code"] for problem in refused.report["problems"]] == ["draft-open"]


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_parts_a_record_leaves_out_stay_as_they_are() -> None:
    run(records(count=1))
    brief = {"MATTHC": "1.999000", "TENTTHC": "Tên mới của thủ tục"}
    assert run([brief]).report["counts"]["changed"] == 1
    version = queries.current_version("1.999000")
    assert version.name == "Tên mới của thủ tục"
    assert [law.number for law in version.legal_bases] == ["Nghị định số 13/2020/NĐ-CP"]


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_a_trial_run_is_confirmed_once_and_refused_when_the_catalogue_has_changed() -> None:
    tried = services.try_import(actor=SYSTEM, content=packed(records()), file_name="x.gz")
    other = services.try_import(actor=SYSTEM, content=packed(records(count=2)), file_name="y.gz")
    assert services.confirm_import(actor=SYSTEM, import_id=tried.pk).state == "confirmed"
    versions = ProcedureVersion.objects.count()
    services.confirm_import(actor=SYSTEM, import_id=tried.pk)
    assert ProcedureVersion.objects.count() == versions
    with pytest.raises(ImportOutdated, match="Nhập thử lại"):
        services.confirm_import(actor=SYSTEM, import_id=other.pk)
    assert services.try_again(actor=SYSTEM, import_id=other.pk).report["counts"]["unchanged"] == 2
    bad = services.try_import(actor=SYSTEM, content=packed([{"MATTHC": "1"}]), file_name="z.gz")
    with pytest.raises(ImportRefused):
        services.confirm_import(actor=SYSTEM, import_id=bad.pk)
    with pytest.raises(NotAllowed):
        services.try_import(actor=ANONYMOUS, content=b"[]", file_name="x")


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_the_command_prints_counts_and_ends_with_its_code(tmp_path: Path) -> None:
    good, bad, junk = tmp_path / "a.json", tmp_path / "b.jsonl", tmp_path / "c.pdf"
    good.write_bytes(json.dumps(records()).encode())
    bad.write_bytes(b'{"MATTHC": "1.000001"}\n{"MATTHC": "1.000002", "TENTTHC": "B"}')
    junk.write_bytes(b"%PDF")
    out = StringIO()
    call_command("import_procedures", str(good), as_json=True, stdout=out)
    said = json.loads(out.getvalue())
    assert (said["read"], said["new"], said["done"], said["problems"]) == (3, 3, True, [])
    for file, code in ((bad, 1), (junk, 2), (tmp_path / "none.json", 2)):
        with pytest.raises(CommandError) as stopped:
            call_command("import_procedures", str(file), stdout=StringIO())
        assert stopped.value.returncode == code
    target = tmp_path / "out.jsonl"
    call_command("export_procedures", str(target), codes=["1.999001"], stdout=StringIO())
    assert json.loads(target.read_text()) == records()[1]
