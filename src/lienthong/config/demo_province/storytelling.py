"""A story becomes a dossier (diễn một hồ sơ): every act by its own service, by the right person, at its own hour."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.config.demo_province import texts
from lienthong.config.demo_province.answers import Teller
from lienthong.config.demo_province.counter_days import take_fee
from lienthong.config.demo_province.officers import Province, Staff
from lienthong.config.demo_province.papers import paper
from lienthong.config.demo_province.people import Neighbours, Person
from lienthong.config.demo_province.plan import Story
from lienthong.config.demo_province.timeline import Timeline
from lienthong.config.demo_province.turns import COURSES
from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import Channel, Confirmed, IdentityPaper, PaperSource, ReturnForm, Verdict
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.ratings import services as ratings
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.adapters.vneid import VneidIdentity
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.payments import services as payments
from lienthong.kit import clock
from lienthong.kit.actor import Actor

type Act = Callable[[], object]

ANSWER_HOURS = (5.0, 26.0)
UNCOLLECTED_HOURS = 62
SEEN_DRAFTS = {"draft", "approve", "sign", "stamp"}
"""Endings whose draft lies before somebody now."""


def citizen(person: Person) -> Actor:
    """The person signed in through VNeID."""
    identity = VneidIdentity(
        subject=person.subject or person.id_number,
        id_number=person.id_number,
        full_name=person.name,
        birth_date=person.birth_date,
        gender=person.gender,
        phone=person.phone,
        email=person.email,
        address=person.detail,
        commune_code=person.commune,
    )
    return account_queries.actor_for(accounts.sign_in_with_vneid(identity=identity))


class Telling:
    """One story while it is told."""

    def __init__(self, story: Story, province: Province, timeline: Timeline, neighbours: Neighbours) -> None:
        self.story, self.timeline, self.neighbours = story, timeline, neighbours
        self.dice = random.Random(story.number)  # noqa: S311  # a story, not a secret
        self.version = procedures.current_version(story.code)
        self.province = province
        self.staff, self.reception = self._offices(province)
        self.specialist = (
            self.staff.one(Role.SPECIALIST, self.dice) if story.office else self.staff.by_role[Role.SPECIALIST][0]
        )
        self.dossier: Any = None
        self.actor: Actor | None = None
        self.answers: dict[str, Any] = {}

    def acts(self) -> list[tuple[float, Act]]:
        """(hour on the timeline, act), in order; the last one's hour follows from how the story ends."""
        gaps = self._gaps()
        total = sum(gap for gap, _ in gaps)
        start = max(1.0, self._end() - total)
        if self.version.time_limit_unit == "same_day" and self.story.ending == "returned" and self.story.pace < 1:
            morning = self.timeline.morning_of(start) + self.dice.uniform(0.1, 2.0)
            start = morning if morning + total < self.timeline.now else start
        hour, laid = start, []
        for gap, act in gaps:
            hour += gap
            laid.append((hour, act))
        return laid

    def _offices(self, province: Province) -> tuple[Staff, Staff]:
        tiers = self.version.tier_codes
        named = {entry["agency"] for entry in self.version.entries if entry["tier"] == "tinh"}
        department = next((each for each in province.departments if each.agency.short_name in named), None)
        # What departments and communes share goes to the department, but the primary ward keeps its desk full.
        if department and not ({"xa", "huyen"} & {*tiers} and (tiers[0] != "tinh" or not self.story.office)):
            return department, province.centre
        local = province.communes if "xa" in tiers else province.districts
        staff = local[self.story.office % len(local)]
        return staff, staff

    def _end(self) -> float:
        """The hour of the last act."""
        story, now = self.story, self.timeline.now
        limits = {step.kind: float(step.hours) for step in self.version.steps}
        match story.ending:
            case ending if ending in COURSES:
                return now - COURSES[ending].rest * story.age
            case "new" | "answered":
                return now - limits["receive"] * story.age
            case "handle" | "draft" | "approve" | "sign" | "stamp":
                return now - limits[story.ending] * story.age
            case "return":
                # Some results lie uncollected for a week and more.
                return now - (UNCOLLECTED_HOURS if story.number % 3 == 0 else 9 * story.age)
            case "supplement" | "paused" | "unpaid":
                return now - 12 * story.age
            case _:
                return now - story.ends

    def _gaps(self) -> list[tuple[float, Act]]:
        """(working hours since the act before, act)."""
        submitted: tuple[float, Act] = (0.0, self.submit)
        asked = (self._used("receive"), self.ask)
        answered = (self.dice.uniform(*ANSWER_HOURS), self.answer)
        match self.story.ending:
            case "new" | "unpaid":
                return [submitted]
            case "rejected":
                return [submitted, (self._used("receive"), self.reject)]
            case "withdrawn":
                return [submitted, (self._used("receive") + 1, self.withdraw)]
            case "supplement":
                return [submitted, asked]
            case "answered":
                return [submitted, asked, answered]
        before = (
            [submitted, asked, answered] if self.story.supplemented and self.story.ending == "returned" else [submitted]
        )
        accepted = (self._used("receive"), self.accept)
        if self.story.ending == "paused":
            return [*before, accepted, (self._used("draft"), self.ask)]
        if self.story.ending in COURSES:
            return [*before, accepted, *self._turns()]
        return [*before, accepted, *self._steps()]

    def _turns(self) -> list[tuple[float, Act]]:
        """What seldom happens, after acceptance or after the whole of it."""
        course = COURSES[self.story.ending]
        acts = self._steps() if course.after_return else []
        return [*acts, *((gap, partial(turn, self)) for gap, turn in course.turns)]

    def _steps(self) -> list[tuple[float, Act]]:
        """The steps after acceptance, up to the one that stays open."""
        acts: list[tuple[float, Act]] = []
        kinds = [step.kind for step in self.version.steps if step.kind != "receive"]
        for kind in kinds:
            if kind == "sign" and self.story.sent_back and "approve" not in kinds:
                acts += [(self._used("sign"), self.send_back), (self._used("draft"), self.complete)]
            if kind == self.story.ending:
                return [*acts, *self._returned(kinds)] if kind == "draft" and self.story.sent_back else acts
            act = {"sign": self.sign, "return": self.return_result}.get(kind, self.complete)
            acts.append((self.dice.uniform(0.5, 12) if kind == "return" else self._used(kind), act))
        if self.story.rated:
            acts.append((self.dice.uniform(0.5, 8), self.rate))
        return acts

    def _returned(self, kinds: list[str]) -> list[tuple[float, Act]]:
        """Drafted, laid before the leader and sent back: the draft lies with the specialist again."""
        before = [kind for kind in ("draft", "approve") if kind in kinds]
        return [*((self._used(kind), self.complete) for kind in before), (self._used("sign"), self.send_back)]

    def _used(self, kind: str) -> float:
        """Working hours taken for a step, by the pace of this story."""
        hours = next(float(step.hours) for step in self.version.steps if step.kind == kind)
        return hours * self.story.pace * self.dice.uniform(0.7, 1.2)

    # the acts

    def submit(self) -> None:
        """The citizen sends it, or the one-stop officer takes it in at the counter."""
        person, story = self.story.person, self.story
        day = clock.today()
        self.answers = Teller(person=person, day=day, dice=self.dice, neighbours=self.neighbours).tell(
            story.code, self.version.form
        )
        channel = Channel.ONLINE if story.online else Channel.COUNTER
        if story.online:
            self.actor = citizen(person)
            applicant = services.ApplicantData(
                name=person.name,
                id_number=person.id_number,
                phone=person.phone,
                email=person.email,
                person_id=self.actor.person_id,
                verified=True,
            )
        else:
            known = accounts.identify_person(
                actor=self._one_stop(),
                id_number=person.id_number,
                full_name=person.name,
                birth_date=person.birth_date,
                gender=person.gender,
                phone=person.phone,
                address=person.detail,
                commune_code=person.commune,
            )
            applicant = services.ApplicantData(
                name=person.name, id_number=person.id_number, phone=person.phone, person_id=known.pk, verified=True
            )
        fee = sum(line.amount for line in procedures.fees_for(self.version, self.answers, channel=channel.value))
        unpaid = story.ending == "unpaid" and fee > 0  # whoever is exempt owes nothing
        self.dossier = services.submit_dossier(
            actor=self.actor or self._one_stop(),
            version=self.version,
            agency_id=self.staff.agency.pk,
            reception_agency_id=self.reception.agency.pk,
            answers=self.answers,
            papers=self._papers(),
            applicant=applicant,
            channel=channel,
            fee_amount=fee,
            fee_paid_at=None if unpaid or not fee else clock.now() - timedelta(minutes=4),
        )
        if fee and not story.online:
            take_fee(
                cashier=self._one_stop(),
                keeper=next(iter(self.reception.by_role.get(Role.CLERK, ())), None),
                dossier=self.dossier,
                payer=person.name,
                dice=self.dice,
            )
        if unpaid and self.actor is not None:
            payments.create_order(
                actor=self.actor,
                subject_type="dossier",
                subject_id=self.dossier.id,
                amount=fee,
                description=f"Phí, lệ phí {self.version.short_name}",
                payer_name=person.name,
            )

    def accept(self) -> None:
        """The clock starts."""
        services.accept_dossier(actor=self._one_stop(), dossier_id=self.dossier.id)

    def reject(self) -> None:
        """Refused at the desk."""
        services.reject_dossier(
            actor=self._one_stop(), dossier_id=self.dossier.id, reason=self.dice.choice(texts.REJECTIONS)
        )

    def withdraw(self) -> None:
        """The applicant changes their mind."""
        if self.actor is not None:
            services.withdraw_dossier(
                actor=self.actor, dossier_id=self.dossier.id, reason=self.dice.choice(texts.WITHDRAWALS)
            )

    def ask(self) -> None:
        """One complete list of defects: by the desk before acceptance, by the specialist afterwards."""
        defect = self._defect()
        verdict, reason, remedy = texts.DEFECTS[defect]
        lines = [
            services.JudgedLine(requirement_key=need.key, verdict=Verdict(verdict), reason=reason, remedy=remedy)
            if need.key == defect
            else services.JudgedLine(requirement_key=need.key, verdict=Verdict.OK)
            for need in self.version.requirements
        ]
        actor = self.specialist if self.story.ending == "paused" else self._one_stop()
        services.request_supplement(actor=actor, dossier_id=self.dossier.id, lines=lines)

    def answer(self) -> None:
        """The applicant gives the paper anew."""
        assert self.actor is not None
        need = next(each for each in self.version.requirements if each.key == self._defect())
        filing = services.open_supplement(actor=self.actor, dossier_id=self.dossier.id)
        content = self._pdf(need.key, need.name, remark="Bản chụp lại theo phiếu yêu cầu bổ sung.")
        upload = SimpleUploadedFile(f"{need.key.replace('_', '-')}-bo-sung.pdf", content, "application/pdf")
        services.attach_paper(actor=self.actor, filing_id=filing.id, requirement_key=need.key, upload=upload)
        services.send_supplement(actor=self.actor, filing_id=filing.id)

    def complete(self) -> None:
        """Whoever holds the open step finishes it; the draft is written where it is due."""
        step = self._open()
        actor = self.specialist if step.role == Role.SPECIALIST else self.staff.one(step.role, self.dice)
        if step.kind == "draft":
            self._draft(actor, step)
        services.complete_step(
            actor=actor, dossier_id=self.dossier.id, step_id=step.id, note=self.dice.choice(texts.NOTES)
        )

    def _draft(self, actor: Actor, step: Any) -> None:
        """From the office's template where the draft will still be seen; for what is long done the common form, for speed."""
        template = (
            next(iter(services.usable_templates(self.dossier)), None) if self.story.ending in SEEN_DRAFTS else None
        )
        if template is not None:
            said = {each["name"]: each["text"] or clock.today().strftime("%d/%m/%Y") for each in template.inputs}
            remark = ""
            if again := dossiers.draft_returns_of(self.dossier):
                remark = f"Sửa theo ý kiến trả lại: {again[-1].get_ground_display().lower()}"
                said |= {name: f"{text} (theo hướng dẫn nghiệp vụ mới nhất)" for name, text in list(said.items())[:1]}
            services.draft_from_template(
                actor=actor,
                dossier_id=self.dossier.id,
                step_id=step.id,
                template_id=template.pk,
                said=said,
                remark=remark,
            )
            return
        title, body = texts.result_text(self.story.code, self.version.result_name, self.story.person, self.answers)
        services.draft_result(actor=actor, dossier_id=self.dossier.id, step_id=step.id, title=title, body=body)

    def send_back(self) -> None:
        """The leader wants the draft corrected."""
        actor = self.staff.one(Role.AGENCY_LEADER, self.dice)
        ground, reason = self.dice.choice(texts.SENT_BACK)
        services.send_back_step(
            actor=actor, dossier_id=self.dossier.id, step_id=self._open().id, reason=reason, ground=ground
        )

    def sign(self) -> None:
        """The leader signs."""
        services.sign_result(
            actor=self.staff.one(Role.AGENCY_LEADER, self.dice), dossier_id=self.dossier.id, step_id=self._open().id
        )

    def return_result(self) -> None:
        """The applicant has the result."""
        if self.story.online:
            services.return_result(actor=self._one_stop(), dossier_id=self.dossier.id)
            return
        person = self.story.person
        services.return_results(
            actor=self._one_stop(),
            forms={self.dossier.id: ReturnForm.ELECTRONIC},
            receiver=services.Receiver(
                name=person.name, paper=IdentityPaper.CARD, number=person.id_number, confirmed=Confirmed.SCREEN
            ),
        )

    def rate(self) -> None:
        """The applicant says how it was."""
        score, aspects, comment = self.dice.choices(texts.RATINGS, texts.RATING_WEIGHTS)[0]
        if self.actor is not None:
            ratings.rate(
                actor=self.actor,
                subject_type="dossier",
                subject_id=self.dossier.id,
                agency_id=self.staff.agency.pk,
                label=self.dossier.code,
                matter=self.version.short_name,
                score=score,
                aspects=aspects,
                comment=comment,
            )

    def _one_stop(self) -> Actor:
        return self.reception.by_role[Role.ONE_STOP_OFFICER][0]

    def _open(self) -> Any:
        return dossiers.open_steps(self.dossier)[0]

    def _defect(self) -> str:
        return next(need.key for need in self.version.requirements if need.key in texts.DEFECTS)

    def _papers(self) -> list[services.GivenPaper]:
        online = self.story.online
        given = [need for need in self.version.requirements if need.is_uploaded(verified=True) and need.required]
        papers = []
        for need in given:
            content = self._pdf(need.key, need.name)
            stored = files.store_bytes(
                name=f"{need.key.replace('_', '-')}.pdf",
                media_type="application/pdf",
                content=content,
                purpose="paper",
                actor=self.actor or self._one_stop(),
                pages=1,
            )
            papers.append(
                services.GivenPaper(
                    requirement_key=need.key,
                    file_id=stored.id,
                    source=PaperSource.UPLOAD if online else PaperSource.COUNTER,
                )
            )
        return papers

    def _pdf(self, key: str, name: str, remark: str = "") -> bytes:
        return paper(
            key,
            name,
            person=self.story.person,
            answers=self.answers,
            day=clock.today() - timedelta(days=self.dice.randint(1, 6)),
            remark=remark,
        )
