"""The generated data set (dữ liệu sinh để đo): dossiers in bulk by SQL, procedures for the search, all marked as generated."""

import json
import os
from datetime import datetime
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import psycopg

if TYPE_CHECKING:
    from lienthong.foundation.workdays.services.due_dates import LimitUnit

SQL = Path(__file__).with_name("generate.sql")
BATCH = 100_000
PROCEDURES = 5_000
PERSONS = 20_000

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Siu", "Ksor", "Rơ Châm", "Rah Lan"]
MIDDLE = ["Văn", "Thị", "Hữu", "Ngọc", "Minh", "H'", "Y", "Thanh", "Đức", "Kim"]
GIVEN = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hạnh",
    "Khánh",
    "Lan",
    "Long",
    "Mai",
    "Nam",
    "Phúc",
    "Quỳnh",
    "Sơn",
    "Trang",
    "Tuấn",
    "Yến",
]

VERBS = ["Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Điều chỉnh", "Thu hồi", "Đăng ký", "Đăng ký thay đổi", "Thẩm định", "Phê duyệt", "Công nhận",
         "Xác nhận", "Chấm dứt", "Thông báo", "Chấp thuận"]  # fmt: skip
OBJECTS = ["giấy phép hoạt động", "chứng chỉ hành nghề", "giấy chứng nhận đủ điều kiện", "quyền sử dụng đất", "giấy phép khai thác nước dưới đất",
           "báo cáo đánh giá tác động môi trường", "giấy phép lái xe", "phương án phòng cháy chữa cháy", "chủ trương đầu tư", "giấy phép xả thải",
           "danh sách cổ đông", "hợp đồng lao động", "thẻ hướng dẫn viên du lịch", "giấy phép quảng cáo", "giấy phép biểu diễn nghệ thuật",
           "chế độ ưu đãi người có công", "giấy phép bán lẻ rượu", "giấy phép kinh doanh thuốc lá", "quy hoạch chi tiết xây dựng", "mã số vùng trồng"]  # fmt: skip
SUBJECTS = ["đối với hộ kinh doanh", "cho tổ chức nước ngoài", "cho cá nhân", "trong khu công nghiệp", "ở vùng dân tộc thiểu số", "cho doanh nghiệp nhỏ",
            "thuộc thẩm quyền cấp tỉnh", "thuộc thẩm quyền cấp xã", "đối với cơ sở giáo dục", "đối với cơ sở y tế", "cho hợp tác xã", "trong lĩnh vực thủy sản",
            "trong lĩnh vực lâm nghiệp", "đối với phương tiện thủy nội địa", "cho người khuyết tật", "có yếu tố nước ngoài", "lần đầu"]  # fmt: skip

PAPERS = [("Đơn đề nghị", []), ("Bản thuyết minh", ["moi"]), ("Bản vẽ kèm theo hồ sơ", ["moi"]), ("Bản gốc đã cấp của", ["doi"]),
          ("Bản sao giấy tờ chứng minh", []), ("Văn bản đồng ý của tập thể về", []), ("Ảnh hiện trạng khi", ["doi"])]  # fmt: skip
STEPS = ["Nộp hồ sơ tại Trung tâm Phục vụ hành chính công.", "Cơ quan kiểm tra, yêu cầu bổ sung một lần nếu thiếu.",
         "Thẩm định, trình người có thẩm quyền ký.", "Nhận kết quả theo giấy hẹn."]  # fmt: skip


def generate_dossiers(url: str, *, first: int, last: int) -> None:
    """Dossiers numbered `first` to `last` with their runs, steps, papers, files and records; then fresh statistics."""
    with psycopg.connect(url) as connection:
        _prepare(connection)
        statements = [each for each in SQL.read_text().split(";\n") if each.strip()]
        for start in range(first, last + 1, BATCH):
            values = {"first": start, "last": min(last, start + BATCH - 1)}
            for statement in statements:
                # Only a statement that names a value takes them: a plain % stays a plain % elsewhere.
                connection.execute(statement, values)
            connection.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # what autovacuum does within a minute


def _prepare(connection: psycopg.Connection) -> None:
    """The small tables the SQL draws from; states of runs come from the engine itself."""
    from bench import province
    from lienthong.domain.procedures.models import Procedure, ProcedureVersion
    from lienthong.foundation.workdays import services as workdays
    from lienthong.kit.text_vi import fold

    connection.execute("CREATE TEMP TABLE bench_agency (rank int, id bigint, identifier text)")
    connection.execute(
        """CREATE TEMP TABLE bench_procedure (rank int, procedure_id bigint, version_id bigint, workflow_id bigint, procedure_name text,
           search_name text, requirement text, requirement_name text, derivation jsonb, answers jsonb, steps int)"""
    )
    connection.execute("CREATE TEMP TABLE bench_place (workflow_id bigint, place int, state bytea)")
    connection.execute(
        "CREATE TEMP TABLE bench_step (workflow_id bigint, place int, key text, name text, kind text, role text)"
    )
    cursor = connection.cursor()
    for rank, agency_id in enumerate(province.communes(), 1):
        cursor.execute(
            "INSERT INTO bench_agency SELECT %s, id, identifier FROM organizations_agency WHERE id = %s",
            [rank, agency_id],
        )
    monday = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    answers = json.dumps(province.birth_answers())
    real = Procedure.objects.filter(periods__version__workflow__isnull=False).order_by("-popularity")
    for rank, procedure in enumerate(real, 1):
        version = ProcedureVersion.objects.get(procedure=procedure, number=1)
        assert version.time_limit_value is not None
        due = workdays.due_for(
            start=monday, limit_value=version.time_limit_value, limit_unit=cast("LimitUnit", version.time_limit_unit)
        )
        need = version.requirements.all()[0]
        assert version.workflow_id is not None
        steps = _walk(connection, version.workflow_id)
        cursor.execute(
            "INSERT INTO bench_procedure VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [rank, procedure.pk, version.pk, version.workflow_id, procedure.short_name, fold(procedure.short_name), need.key, need.name,
             json.dumps(due.as_json()), answers, steps],
        )  # fmt: skip
    connection.execute("ANALYZE bench_agency, bench_procedure, bench_place, bench_step")


def _walk(connection: psycopg.Connection, workflow_id: int) -> int:
    """Take one run through the workflow and keep its state at each place; the number of steps."""
    from django.db import transaction

    from lienthong.foundation.workflows import queries, services
    from lienthong.foundation.workflows.models import WorkflowInstance

    steps = queries.steps_of(workflow_id)
    with transaction.atomic():
        run = services.start_instance(workflow_id=workflow_id).instance_id
        for place in range(len(steps) + 1):
            state = bytes(WorkflowInstance.objects.get(id=run).state)
            connection.execute("INSERT INTO bench_place VALUES (%s, %s, %s)", [workflow_id, place, state])
            if place < len(steps):
                step = steps[place]
                connection.execute(
                    "INSERT INTO bench_step VALUES (%s, %s, %s, %s, %s, %s)",
                    [workflow_id, place, step.key, step.name, step.kind, step.role],
                )
                services.complete_step(instance_id=run, step_key=step.key, data={})
        transaction.set_rollback(True)
    return len(steps)


def generate_persons(url: str) -> None:
    """Persons to file for; their numbers begin with 099, which no province has."""
    names = [" ".join(each).replace("' ", "'") for each in product(FAMILY, MIDDLE, GIVEN)]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        columns = "id_number, full_name, gender, phone, email, address, commune_code, verified_by"
        with cursor.copy(f"COPY accounts_person ({columns}) FROM STDIN") as copy:
            for number in range(PERSONS):
                copy.write_row(
                    (f"099{number:09}", names[number % len(names)], "Nam", "0905000512", "", "Tổ 5", "23575", "vneid")
                )


def generate_procedures() -> None:
    """Procedures that only the search meets: without form and workflow, codes 9.000001 and on, marked as demo content."""

    from lienthong.domain.procedures.models import Field
    from lienthong.domain.procedures.services import publish_entries
    from lienthong.kit.actor import SYSTEM

    fields = list(Field.objects.values_list("code", flat=True))
    names = [f"{verb} {thing} {whom}" for thing, whom, verb in islice(product(OBJECTS, SUBJECTS, VERBS), PROCEDURES)]
    publish_entries(
        actor=SYSTEM,
        source="bench",
        entries=[
            {
                "code": f"9.{number:06}",
                "short_name": name,
                "name": f"Thủ tục {name[0].lower()}{name[1:]}",
                "field": fields[number % len(fields)],
                "summary": "Thủ tục sinh ra để đo hiệu năng tìm kiếm.",
                "origin": "generated",
                "popularity": number % 40,
                "valid_from": "2025-07-01",
                "marks": {"all": "M"},
                "tiers": {os.environ["PROFILE"]: [{"tier": "xa", "agency": "UBND cấp xã"}]},
                "subjects": ["citizen"],
                "channels": ["counter"],
                "time_limit_value": 5,
                "time_limit_unit": "working_days",
                "service_level_2022": "partial",
                "result": {"name": "Văn bản trả lời"},
                "requirements": [
                    {"key": f"paper_{place}", "name": f"{paper} {name[0].lower()}{name[1:]}", "cases": cases}
                    for place, (paper, cases) in enumerate(PAPERS)
                ],
                "cases": [{"key": "moi", "name": "Cấp lần đầu"}, {"key": "doi", "name": "Thay đổi nội dung đã cấp"}],
                "order": [{"case": case, "steps": STEPS} for case in ("moi", "doi")],
                "ways": [
                    {"channel": "counter", "terms": [{"value": 5, "unit": "working_days", "text": "5 Ngày làm việc"}]},
                    {"channel": "post", "terms": [{"value": 7, "unit": "working_days", "text": "7 Ngày làm việc"}]},
                ],
                "fees": [{"kind": "phi", "name": "Phí thẩm định", "amount": 100_000 + number, "per": "hồ sơ"}],
                "legal_bases": [
                    {"number": f"{place}/2025/NĐ-CP", "title": "quy định chi tiết"} for place in range(1, 6)
                ],
            }
            for number, name in enumerate(names, 1)
        ],
    )
