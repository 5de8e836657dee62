"""For members: one legal entity's application, page by page."""

urlpatterns = []
