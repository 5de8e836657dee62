"""For members: the organisation, its entities and its people."""

urlpatterns = []
