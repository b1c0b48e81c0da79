# The image of a worker: `make image`. What goes in is built outside, by `make build`, so that no build tool is near.
#
# BASE_IMAGE: any Linux with a JRE 25 and a shell. An application of one's own brings its target/quarkus-app, and a queue and
# a payload to train with.
ARG BASE_IMAGE=eclipse-temurin:25-jre

# Works on a few tasks once, on a broker of its own, and keeps what the JVM found out about the classes that it loaded.
FROM ${BASE_IMAGE} AS trained
COPY target/quarkus-app /opt/whole/quarkus-app
COPY trireme /opt/whole/trireme
COPY target/image /opt/trireme/quarkus-app
COPY trireme /opt/trireme/trireme
COPY src/main/docker/train src/main/docker/java.options /opt/
ARG TRAINING_QUEUE=greetings
ARG TRAINING_PAYLOAD='{"name":"Ada"}'
RUN /opt/train "${TRAINING_QUEUE}" "${TRAINING_PAYLOAD}"

FROM ${BASE_IMAGE}
COPY --from=trained /opt/trireme /opt/trireme
ENV PATH="/opt/trireme:${PATH}"
# What child processes start from, if options of their JVM leave it the same kind of JVM; not written.
ENV TRIREME_DEFAULTS_PROCESS_ARCHIVE_DIRECTORY=/opt/trireme/children
# Nobody, by number, as Kubernetes wants to see it. Nothing is written but to /tmp.
USER 10001:10001
ENTRYPOINT ["/opt/trireme/trireme"]
CMD ["work"]
