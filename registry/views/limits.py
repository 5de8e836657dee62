"""How often one address may ask for what costs: see ACCOUNT_RATE_LIMITS, where every limit of the portal stands."""

from functools import wraps

from allauth.core.ratelimit import consume, respond_429


def limited(action):
    """Refuse a POST with 429 when the visitor has made too many of that kind. Reading is never limited."""

    def decorate(view):
        @wraps(view)
        def page(request, *args, **kwargs):
            if request.method == "POST" and not consume(request, action=action):
                return respond_429(request)
            return view(request, *args, **kwargs)

        return page

    return decorate
