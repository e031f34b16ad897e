"""Which sockets an event concerns."""

from __future__ import annotations

from contactcenter.channels.web_chat.rooms import Rooms


def test_two_tabs_are_one_room_until_both_are_gone() -> None:
    rooms = Rooms()
    assert rooms.enter("one", 7) is rooms.enter("two", 7)
    assert rooms.of("two") is not None
    rooms.leave("one")
    assert [room.sids for room in rooms.concerned(7)] == [("two",)]
    rooms.leave("two")
    rooms.leave("two")
    assert rooms.concerned(7) == []
    assert len(rooms) == 0


def test_a_socket_looks_at_one_conversation() -> None:
    rooms = Rooms()
    rooms.enter("one", 7)
    rooms.enter("one", 8)
    assert rooms.concerned(7) == []
    assert len(rooms.concerned(8)) == 1


def test_a_merged_conversation_hears_of_its_root() -> None:
    rooms = Rooms()
    merged, own = rooms.enter("one", 7), rooms.enter("two", 3)
    rooms.listen(merged, root_id=3)
    assert rooms.concerned(3) == [own, merged]
    assert rooms.concerned(7) == [merged]
    rooms.listen(merged, root_id=7)
    assert rooms.concerned(3) == [own]
    rooms.listen(merged, root_id=3)
    rooms.leave("one")
    assert rooms.concerned(3) == [own], "nothing of a room that is gone stays behind"


def test_a_conversation_hears_of_what_was_split_off() -> None:
    rooms = Rooms()
    whole = rooms.enter("one", 7)
    rooms.listen(whole, root_id=3, parts=(8, 9))
    assert [rooms.concerned(one) for one in (3, 7, 8, 9)] == [[whole]] * 4
    rooms.listen(whole, root_id=7, parts=(9,))
    assert [rooms.concerned(one) for one in (3, 7, 8, 9)] == [[], [whole], [], [whole]]
    rooms.leave("one")
    assert [rooms.concerned(one) for one in (7, 9)] == [[], []]
