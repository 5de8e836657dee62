"""Open to all."""

urlpatterns = []
