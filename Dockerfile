# One image for web, worker and beat. Build with: docker compose build
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/uv.txt requirements/base.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r requirements/base.txt

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home careerlink \
    && mkdir -p /app /data/var /data/private /data/ledger /data/backups \
    && chown careerlink: /data/*
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ENVIRONMENT=production VAR_DIR=/data/var PRIVATE_ROOT=/data/private \
    LEDGER_ROOT=/data/ledger BACKUP_ROOT=/data/backups BIND=0.0.0.0 PORT=8000
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY careerlink careerlink
COPY partners partners
COPY events events
COPY referrals referrals
COPY templates templates
COPY static static
COPY locale locale
USER careerlink
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "careerlink.wsgi", "--config", "careerlink/gunicorn.py"]
