def test_the_world_has_everybody(world):
    assert len(world.user) == 10
    assert world.writer.is_verified
    assert not world.writer2.is_verified
