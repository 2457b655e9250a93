"""The marks at the foot of a government site."""

import pytest

from gongkai.law.site_marks import faults

RIGHT = {"code": "4404000012", "icp": "粤ICP备10205805号-1", "police": "粤公网安备 44040202000351号"}


def test_marks_written_as_they_should_be_have_no_fault():
    assert faults(RIGHT) == []
    assert (
        faults(RIGHT | {"code": "bm14000002", "icp": "粤ICP备10205805号", "police": "粤公网安备44040202000351号"}) == []
    )


@pytest.mark.parametrize(
    ("mark", "written", "said"),
    [
        ("icp", "粤ICP备10205805", "ICP备案编号“粤ICP备10205805”"),  # the seed's page prints it without 号
        ("code", "440400", "网站标识码“440400”"),
        ("police", "粤公网安备4404020200035号", "公安机关备案号"),
        ("code", "", "缺少网站标识码"),
    ],
)
def test_a_mark_that_is_missing_or_misshapen_is_named(mark, written, said):
    (fault,) = faults(RIGHT | {mark: written})
    assert said in fault
