"""Any table of steps that may be published."""

from hypothesis import strategies as st

from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workflows.choices import Operator, StepAgency, StepKind
from lienthong.foundation.workflows.rules.steps import MAX_CONDITIONS, Condition, Steps, StepSpec
from lienthong.kit.text_vi import clean

readable = st.text("aBđÝ ửK7.,;:'\"&<>=_-()", min_size=1, max_size=20).map(clean).filter(bool)
hours = st.integers(0, 400).map(lambda quarter: quarter / 4)
scalars = st.one_of(
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.none(),
    readable,
    st.just(""),
    st.just("12"),
    st.just("Đúng"),
    st.just('a;"b"'),
)
conditions = st.one_of(
    st.builds(Condition, st.sampled_from(["loai", "dien_tich"]), st.sampled_from(["==", "!="]).map(Operator), scalars),
    st.builds(
        Condition,
        st.sampled_from(["loai", "dien_tich"]),
        st.sampled_from(["<", "<=", ">", ">="]).map(Operator),
        st.one_of(st.integers(-99, 99), st.integers(-99, 99).map(lambda whole: whole / 4)),
    ),
    st.builds(Condition, st.just("loai"), st.just(Operator.IN), st.lists(scalars, min_size=1, max_size=3).map(tuple)),
)


@st.composite
def tables(draw: st.DrawFn, most: int = 6) -> Steps:
    """Blocks of one step, or of two or three done at the same time; the first is never conditional."""
    steps: list[StepSpec] = []
    for block in range(draw(st.integers(1, most))):
        size = draw(st.sampled_from([1, 1, 1, 2, 3]))
        for lane in range(size):
            conditional = bool(steps) and sum(1 for step in steps if step.when) < MAX_CONDITIONS and draw(st.booleans())
            steps.append(
                StepSpec(
                    f"b{block}_{lane}",
                    draw(readable),
                    draw(st.sampled_from(Role.values)),
                    draw(hours),
                    draw(st.sampled_from(StepKind.values)),
                    draw(st.sampled_from(StepAgency.values)),
                    draw(conditions) if conditional else None,
                    f"nhom_{block}" if size > 1 else "",
                )
            )
    return tuple(steps)
