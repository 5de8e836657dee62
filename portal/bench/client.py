"""A small HTTP client over one kept connection. Cheap, since it shares the machine with what it measures."""

import http.client
import statistics
import threading
import time

HEADERS = {"Accept-Encoding": "br, gzip", "Accept": "text/html"}


class Connection:
    """One connection that stays open. With a cookie it is that of somebody who is signed in."""

    def __init__(self, port, cookie=""):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = HEADERS | ({"Cookie": cookie} if cookie else {})

    def get(self, path):
        """(status, bytes of the body as sent, headers)."""
        self.http.request("GET", path, headers=self.headers)
        answer = self.http.getresponse()
        return answer.status, len(answer.read()), answer.headers

    def close(self):
        self.http.close()


def one_after_another(port, paths, cookie=""):
    """Ask for each path over one connection; seconds of each request. Any answer but 200 is an error."""
    connection = Connection(port, cookie)
    seconds = []
    try:
        for path in paths:
            begun = time.perf_counter()
            status, _, _ = connection.get(path)
            seconds.append(time.perf_counter() - begun)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}")
    finally:
        connection.close()
    return seconds


def side_by_side(port, paths, connections, cookie=""):
    """Share the paths among connections at the same time. (requests per second, seconds of each request)."""
    shares = [paths[number::connections] for number in range(connections)]
    results, failures = [], []

    def run(share):
        try:
            results.append(one_after_another(port, share, cookie))
        except Exception as failure:  # told by the main thread
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(share,)) for share in shares if share]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return len(paths) / (time.perf_counter() - begun), [second for share in results for second in share]


def percentile(seconds, percent):
    """The value that `percent` of them do not exceed."""
    if len(seconds) < 2:
        return seconds[0]
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]
