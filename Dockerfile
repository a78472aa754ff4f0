# The coach as one image: program, embedding model and index inside; everything it keeps is on /data. The first start
# copies the index there (a second's work), so that staff can publish what comes after it.
#
#   docker build -t partnership-coach .
#
# Packages from a mirror of your own? Lend the build your pip configuration; it leaves no trace in the image:
#
#   docker build --secret id=pip,src=$HOME/.config/pip/pip.conf -t partnership-coach .

FROM python:3.11-slim-bookworm AS build
# The CPU build of torch: the one on PyPI brings gigabytes of CUDA that the coach never uses.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_PYTHON=/opt/venv/bin/python \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# Without pip: the base image's own pip fills it from outside.
RUN python -m venv --without-pip /opt/venv
# What the coach stands on comes first and alone, so that a change of its own files does not fetch it again.
COPY pyproject.toml constraints.txt ./
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /tmp/dependencies.txt \
    && pip install --extra-index-url "${TORCH_INDEX}" --constraint constraints.txt --requirement /tmp/dependencies.txt \
    # 145 MB for those who build against torch or test it.
    && rm -r /opt/venv/lib/python*/site-packages/torch/include /opt/venv/lib/python*/site-packages/torch/test
COPY . .
RUN --mount=type=secret,id=pip,target=/etc/pip.conf pip install --no-deps .
# From another folder, so that what is encoded is the installed coach and not its sources.
WORKDIR /opt/coach
RUN COACH_HOME=/tmp/home COACH_INDEX=/opt/coach/index /opt/venv/bin/coach refresh

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin coach \
    && install --directory --owner=coach --group=coach --mode=0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/coach /opt/coach
ENV PATH=/opt/venv/bin:${PATH} \
    COACH_HOME=/data \
    COACH_FIRST_INDEX=/opt/coach/index \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1
# With a read-only root and no /tmp, libraries that want a temporary folder take the working one; torch does not start
# without any.
WORKDIR /data
USER 10001:10001
VOLUME /data
# Healthy: the coach says so itself: its index is loaded, its database answers, and what Slack sends gets in. Asked by the
# shell, which takes milliseconds. Another command than the one below keeps this port: `serve --http --host 0.0.0.0 --port 3000`.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=4 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3000; printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3; read -r _ status _ <&3; test \"$status\" = 200"]
ENTRYPOINT ["coach"]
CMD ["serve", "--port", "3000"]
