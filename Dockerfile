# One image for the web service and for its background worker; compose.yaml starts both.
FROM python:3.12-slim

# WeasyPrint's libraries; the fonts of the report travel with the code.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_ENV=production VAR_DIR=/var/lib/burden XDG_CACHE_HOME=/tmp/cache
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py pyproject.toml LICENSE THIRD_PARTY_NOTICES ./
COPY protocols protocols
COPY reports reports
COPY templates templates
COPY workbench workbench

# The key is made up for this one command and is in no layer of the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=build.example \
    DATABASE_URL=sqlite://:memory: python manage.py collectstatic --noinput

RUN useradd --system --create-home burden && install -d -o burden /var/lib/burden
USER burden
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "workbench.wsgi:application"]
