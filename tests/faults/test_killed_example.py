from __future__ import annotations


def test_an_example_killed_again_and_again_comes_to_the_same_year(empty_house):
    empty_house.kill("stop:gongkai.publishing.disclosure.actions:enter_history:after:7", "example")
    [first, _standing] = empty_house.kill(
        "count example", "stop:gongkai.casework.work_orders.actions:enter_history:after:2", "example"
    )
    [second, _standing] = empty_house.kill(
        "count example", "stop:gongkai.interfaces.exchange.example.run:_leave_work:after:1", "example"
    )
    [third, last] = empty_house.run("count example", "example")

    assert 0 < first["items"] < 6681
    assert first["posts"] == 0
    assert second["items"] == 6681
    assert 0 < second["work_orders"] < third["work_orders"]
    assert not third["loaded"]
    assert third["in_flow"] == 0
    assert last["loaded"]
    # Twenty rows of the log are about the spring after the year.
    assert (last["items"], last["posts"], last["in_flow"], last["log"]) == (6681, 1760, 3, 6681 + 20)
    assert first["breaks"] == second["breaks"] == third["breaks"] == last["breaks"] == []
