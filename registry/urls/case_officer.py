"""For case officers."""

urlpatterns = []
