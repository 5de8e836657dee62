"""The counties as tiles."""

from portal.tile_map import county_tiles


def test_there_are_21_counties_and_missing_is_not_zero():
    tiles = county_tiles({"01": 298, "14": 234, "10": 0}, url=lambda code: f"/organisationer/?county={code}")

    by_code = {tile.code: tile for tile in tiles}
    assert len(tiles) == len(by_code) == 21
    assert by_code["25"].number is None
    assert by_code["10"].number == 0
    assert by_code["01"].url == "/organisationer/?county=01"


def test_more_is_darker_by_rank():
    tiles = county_tiles({"01": 1000, "14": 40, "12": 20, "25": 10, "10": 0}, url=str)

    steps = {tile.code: tile.step for tile in tiles}
    assert [steps[code] for code in ["10", "25", "12", "14", "01"]] == [0, 1, 2, 3, 4]


def test_no_two_tiles_share_a_place():
    columns = [tile.column for tile in county_tiles({}, url=str)]

    rows = []
    for column in columns:
        if not rows or column <= rows[-1][-1]:
            rows.append([])
        rows[-1].append(column)
    assert len(rows) == 8
