"""Load the demo province (nạp tỉnh chạy thử): once, all of it or nothing."""

import gc
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.test.utils import override_settings
from procrastinate.contrib.django import app as jobs
from procrastinate.testing import InMemoryConnector

from lienthong.config.demo_province.agency_changes import change_agencies
from lienthong.config.demo_province.answers import Teller
from lienthong.config.demo_province.archive import fill_archive
from lienthong.config.demo_province.arriving import receive_documents
from lienthong.config.demo_province.at_the_counter import play_counters
from lienthong.config.demo_province.calendars import write_calendars
from lienthong.config.demo_province.certificates import keep_register
from lienthong.config.demo_province.comparing import compare_catalogue
from lienthong.config.demo_province.copying import certify_copies
from lienthong.config.demo_province.counter_days import live_counter_days
from lienthong.config.demo_province.delegations import delegate_some
from lienthong.config.demo_province.desks import keep_desks
from lienthong.config.demo_province.documents_out import issue_documents
from lienthong.config.demo_province.drafting import leave_document_drafts
from lienthong.config.demo_province.form_drafts import leave_form_drafts
from lienthong.config.demo_province.keeping import keep_catalogue
from lienthong.config.demo_province.lateness import own_lateness
from lienthong.config.demo_province.money_back import live_money_back
from lienthong.config.demo_province.noting import note_on_papers
from lienthong.config.demo_province.officers import Province, staff_province
from lienthong.config.demo_province.people import NGUOI_DAN, VNEID_CITIZENS, VNEID_PIN, Neighbours
from lienthong.config.demo_province.plan import WEIGHTS, plan
from lienthong.config.demo_province.post import send_by_post
from lienthong.config.demo_province.processes import leave_process_drafts
from lienthong.config.demo_province.publishing import publish_figures
from lienthong.config.demo_province.reception import open_queues
from lienthong.config.demo_province.registers import fill_registers
from lienthong.config.demo_province.relating import relate_documents
from lienthong.config.demo_province.results import keep_result_templates, leave_result_templates
from lienthong.config.demo_province.scanning import leave_batches
from lienthong.config.demo_province.shelving import fill_shelves
from lienthong.config.demo_province.standing_in import stand_in_for_some
from lienthong.config.demo_province.storytelling import Act, Telling, citizen
from lienthong.config.demo_province.tables import leave_table_drafts
from lienthong.config.demo_province.timeline import Timeline
from lienthong.config.demo_province.vaulting import fill_vault
from lienthong.config.demo_province.words import searched_in_vain
from lienthong.config.machine import write_private
from lienthong.domain.declarations import services as declarations
from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eligibility import services as eligibility
from lienthong.domain.life_events import services as life_events
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as procedure_services
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.searches import services as searches
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organization_queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.signing import services as signing
from lienthong.foundation.vault import services as vault
from lienthong.kit import clock, events
from lienthong.kit.actor import SYSTEM

PASSWORD = "Lien-Thong-2026"  # noqa: S105  # printed at every start of the demo
SEED = 52
NOW = "2tier-2025"
SHOWN_VNEID = (0, 6, 9)
WORD_FORM = "1.001193"
DRAFTS = (("1.001612", 2), ("1.004222", 1))

type Say = Callable[[str], None]


def is_loaded() -> bool:
    """Whether a story was told here before."""
    return dossiers.visible_dossiers(SYSTEM).exists()


def load(*, province: str, profile: str, count: int, accounts_file: Path, say: Say) -> None:
    """Fill an empty database with `count` dossiers up to the present moment, and write the accounts to `accounts_file` (0600)."""
    timeline = Timeline.until(clock.now())
    dice = random.Random(SEED)  # noqa: S311  # stories, not secrets
    with transaction.atomic(), _no_jobs(), events.reacting_at_once(), _no_collecting():
        with clock.at(timeline.at(0.0)):
            say("Nạp cơ quan, lịch làm việc, thủ tục")
            organizations.load_profile(actor=SYSTEM, profile=profile, province=province)
            write_calendars(timeline)
            procedure_services.load_catalogue(actor=SYSTEM)
            procedure_services.load_exemptions(actor=SYSTEM)
            vault.load_kinds(actor=SYSTEM)
            eligibility.load_tables(actor=SYSTEM)
            life_events.load_life_events(actor=SYSTEM)
            signing.create_demo_authority()
            say("Nạp cán bộ, chứng thư số")
            with _cheap_passwords():
                staffed = staff_province(profile=profile, password=PASSWORD, dice=dice)
                _create_nguoi_dan()
        keep_result_templates(staffed, timeline)
        fill_archive(count, staffed, timeline, random.Random(SEED))  # noqa: S311
        _tell_stories(count, staffed, timeline, dice, say)
        _leave_drafts(timeline)
        _leave_form_drafts(staffed, timeline)
        _keep_word_template(staffed, timeline)
        leave_result_templates(staffed, timeline)
        open_queues([each.agency.pk for each in staffed.communes], timeline, Neighbours(dice), dice)
        keep_desks(staffed, timeline)
        live_counter_days(staffed, timeline, dice)
        play_counters(staffed, timeline, Neighbours(dice), dice)
        live_money_back(staffed, timeline, random.Random(SEED))  # noqa: S311
        fill_registers(staffed, timeline, accounts_file.parent)
        delegate_some(staffed, timeline)
        ward = {role: people[0] for role, people in staffed.communes[0].by_role.items()}
        one_stop, leader = ward[Role.ONE_STOP_OFFICER], ward[Role.AGENCY_LEADER]
        fill_vault(one_stop, leader, timeline)
        certify_copies(one_stop, leader, ward[Role.CLERK], ward[Role.SPECIALIST], timeline, Neighbours(dice))
        leave_batches(one_stop, timeline)
        if len(staffed.communes) > 1:
            issue_documents(staffed.communes[0], staffed.communes[1], organization_queries.root_agency().pk, timeline)
        note_on_papers(ward[Role.SPECIALIST], leader, ward[Role.CLERK], timeline)
        leave_document_drafts(staffed, timeline)
        if profile == NOW:  # addresses of parcels are written in the units of today
            send_by_post(one_stop, timeline, random.Random(SEED))  # noqa: S311
        say("Nạp văn bản đến")
        receive_documents(staffed, timeline)
        relate_documents(staffed)
        if profile == NOW:
            with _cheap_passwords():
                stand_in_for_some(staffed, timeline, PASSWORD)
        fill_shelves(staffed, timeline)
        say("Tính ai giữ hồ sơ bao lâu, báo theo tuyến")
        own_lateness(staffed, timeline, PASSWORD)
        _compare_catalogue(staffed, timeline)
        searches.remember_counts(counts=searched_in_vain(dice))
        say("Tính, công bố số liệu")
        publish_figures(timeline)
        keep_register(random.Random(SEED))  # noqa: S311
        _mark_letters_sent()
        write_accounts(staffed, accounts_file)


@contextmanager
def _no_jobs() -> Iterator[None]:
    """Jobs of the past (letters of last month) go nowhere."""
    with jobs.replace_connector(InMemoryConnector()):
        yield


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Looking for garbage among what a load keeps anyway costs a tenth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _cheap_passwords() -> Iterator[None]:
    """Everybody has the same password: its slow hash is made once and shared."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
    get_user_model().objects.exclude(password__startswith="!").update(  # noqa: S106  # the mark of accounts without a password
        password=make_password(PASSWORD)
    )


def _create_nguoi_dan() -> None:
    person = NGUOI_DAN
    accounts.create_citizen(
        actor=SYSTEM,
        username="nguoidan",
        full_name=person.name,
        id_number=person.id_number,
        email=person.email,
        password=PASSWORD,
        phone=person.phone,
        birth_date=person.birth_date,
        gender=person.gender,
        address=person.detail,
        commune_code=person.commune,
        verified_by="vneid",
    )


def _tell_stories(count: int, province: Province, timeline: Timeline, dice: random.Random, say: Say) -> None:
    neighbours = Neighbours(dice)
    offices = len(province.communes)
    stories = plan(
        count,
        codes=_codes("xa", "huyen", "tinh"),
        ward_codes=_codes("xa"),
        offices=offices,
        dice=dice,
        neighbours=neighbours,
    )
    acts: list[tuple[float, int, int, Act]] = []
    for story in stories:
        acts += [
            (hour, story.number, order, act)
            for order, (hour, act) in enumerate(Telling(story, province, timeline, neighbours).acts())
        ]
    quiet = {story.number for story in stories if story.ending == "returned" and not story.person.subject}
    last = {number: order for _, number, order, _ in acts}
    acts += [(timeline.now - 10, count + 1, order, _read_all(person)) for order, person in enumerate(VNEID_CITIZENS)]
    told = 0
    for hour, number, order, act in sorted(acts, key=lambda each: each[:3]):
        # Nobody signs in as a neighbour whose dossier is long done: what would be told to them is left out, for speed.
        with clock.at(timeline.at(hour)), events.reacting_at_once(None if number not in quiet else _nothing):
            act()
        if last.get(number) == order:
            told += 1
            if told % 20 == 0 or told == count:
                say(f"Nạp hồ sơ {told}/{count}")


def _nothing(event: events.Event) -> bool:
    del event
    return False


def _codes(*tiers: str) -> set[str]:
    """Procedures of the plan that are handled at these tiers."""
    held = set()
    for code in WEIGHTS:
        try:
            version = procedures.current_version(code)
        except ProcedureNotFound:
            continue
        if set(tiers) & set(version.tier_codes):
            held.add(code)
    return held


def _read_all(person: Any) -> Act:
    return lambda: notifications.mark_all_read(actor=citizen(person))


def _leave_drafts(timeline: Timeline) -> None:
    """Filings that the citizen has begun and not sent."""
    dice = random.Random(SEED)  # noqa: S311
    for code, pages in DRAFTS:
        with clock.at(timeline.at(timeline.now - 6)):
            actor = citizen(NGUOI_DAN)
            filing = dossier_services.start_filing(actor=actor, code=code)
            version = procedures.version(filing.version_id)
            able = list(procedures.agencies_for(version))
            # The province of 2019 knows the commune by another code: there any commune will do.
            home = next((each for each in able if each.unit_code == NGUOI_DAN.commune), able[0])
            dossier_services.choose_agency(actor=actor, filing_id=filing.id, agency_id=home.id)
            answers = Teller(person=NGUOI_DAN, day=clock.today(), dice=dice, neighbours=Neighbours(dice)).tell(
                code, version.form
            )
            for page in eforms.pages(version.form, answers)[:pages]:
                post = QueryDict(mutable=True)
                for each in eforms.page_view(version.form, page.slug, answers).fields:
                    for box, typed in each.posted().items():
                        post.setlist(box, [str(text) for text in (typed if isinstance(typed, list) else [typed])])
                dossier_services.save_page(actor=actor, filing_id=filing.id, page=page.slug, post=post)


def _leave_form_drafts(province: Province, timeline: Timeline) -> None:
    """What the keeper of the catalogue has decided lately and has on the desk."""
    keeper = next(each for each in province.logins if each.username == "quantri")
    dice = random.Random(SEED)  # noqa: S311
    account = get_user_model().objects.get(pk=keeper.account_id)
    actor = account_queries.actor_for(account, keeper.position_id)
    keep_catalogue(timeline, actor)
    change_agencies(actor, timeline)
    with clock.at(timeline.at(timeline.now - 3)):
        teller = Teller(person=NGUOI_DAN, day=clock.today(), dice=dice, neighbours=Neighbours(dice))
        leave_form_drafts(actor, teller.tell)
        leave_table_drafts(actor)
        leave_process_drafts(actor)


def _keep_word_template(province: Province, timeline: Timeline) -> None:
    """One office wants a declaration in Word; its template is made here, no binary stands in the source."""
    keeper = next(each for each in province.logins if each.username == "quantri")
    with clock.at(timeline.at(timeline.now - 30)):
        actor = account_queries.actor_for(get_user_model().objects.get(pk=keeper.account_id), keeper.position_id)
        content = declarations.starting_docx(form_code=WORD_FORM)
        declarations.keep_template(
            actor=actor, form_code=WORD_FORM, name="to-khai-dang-ky-khai-sinh.docx", content=content
        )


def _compare_catalogue(province: Province, timeline: Timeline) -> None:
    """Two nights of comparing, and what the keeper did in the morning."""
    keeper = next(each for each in province.logins if each.username == "quantri")
    account = get_user_model().objects.get(pk=keeper.account_id)
    compare_catalogue(timeline, account_queries.actor_for(account, keeper.position_id))


def _mark_letters_sent() -> None:
    letters = apps.get_model("notifications", "MailMessage")
    letters.objects.exclude(state="sent").update(
        state="sent", attempts=1, tried_at=F("created_at"), sent_at=F("created_at")
    )


def rewrite_accounts(*, profile: str, accounts_file: Path) -> None:
    """Write the table again when its file was lost: the same accounts, new tokens."""
    with transaction.atomic():
        staffed = staff_province(profile=profile, password=PASSWORD, dice=random.Random(SEED))  # noqa: S311
        write_accounts(staffed, accounts_file)


def write_accounts(province: Province, path: Path) -> None:
    """The table of accounts with a fresh token each (JSON, 0600)."""
    rows = [
        {
            "role": login.role,
            "username": login.username,
            "password": PASSWORD,
            "agency": login.agency,
            "token": accounts.issue_token(
                actor=SYSTEM, account_id=login.account_id, position_id=login.position_id, name="Bản chạy thử"
            ),
        }
        for login in province.logins
    ]
    for person, local in ((NGUOI_DAN, True), *((VNEID_CITIZENS[number], False) for number in SHOWN_VNEID)):
        actor = citizen(person)
        rows.append(
            {
                "role": "Người dân" if local else f"Người dân: {person.name}",
                "username": "nguoidan" if local else f"VNeID {person.id_number}",
                "password": PASSWORD if local else f"mã VNeID {VNEID_PIN}",
                "agency": f"{person.name}; VNeID {person.id_number}, mã {VNEID_PIN}" if local else "",
                "token": accounts.issue_token(
                    actor=SYSTEM, account_id=actor.account_id or 0, position_id=None, name="Bản chạy thử"
                ),
            }
        )
    write_private(path, json.dumps(rows, ensure_ascii=False, indent=1))
