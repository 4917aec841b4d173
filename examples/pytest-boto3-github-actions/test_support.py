import pytest
from botocore.exceptions import EventStreamError
from support import reply, topic


def test_a_letter_is_sorted(sandbox):
    assert topic("I want my money back!") == "refund"
    assert [exchange["scenario"] for exchange in sandbox.journal()] == ["refund"]


def test_a_throttled_call_is_tried_again(sandbox):
    assert topic("So where is my parcel?") == "delivery"
    assert [exchange["status"] for exchange in sandbox.journal()] == [429, 200]


def test_an_answer_comes_in_pieces():
    assert "".join(reply("Thanks!")) == "Dear customer, thank you."


def test_an_answer_that_breaks_off_is_no_answer():
    with pytest.raises(EventStreamError, match="The model failed"):
        list(reply("Please break off."))
