"""How gunicorn serves the portal; read by `gunicorn --config`."""

import gc
import os

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
max_requests = 10_000
max_requests_jitter = 1_000
timeout = 30
graceful_timeout = 10
accesslog = None
control_socket_disable = True
# A container's /dev/shm may be tiny; the heartbeat file goes to memory where there is some.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 read before Django is set up


def post_worker_init(worker):
    """What a worker has loaded stays until it ends; the collector of garbage need not walk through it each time."""
    gc.collect()
    gc.freeze()
