# Mugs for the JVM on the CPU, built from this folder:
#
#   docker build -t mugs .
#   docker run --rm -v "$PWD:/work" -v mugs-natives:/natives mugs pretrain photos/ --recipe small-pictures --out runs/mine
#
# The volume keeps the unpacked native libraries, 0.8 GB, from one run to the next. With --user "$(id -u):$(id -g)" what
# is written belongs to you. The natives are those of x86-64, whatever the machine that builds.

FROM --platform=linux/amd64 maven:3-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -ntp -DskipTests package \
    && mkdir /release && cd /release \
    && jar xf /source/app/target/mugs-*-linux-x86_64.zip \
    && mv mugs-* mugs && chmod +x mugs/mugs

FROM --platform=linux/amd64 eclipse-temurin:17-jre
RUN apt-get update \
    && apt-get install -y --no-install-recommends libstdc++6 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /release/mugs /opt/mugs
RUN mkdir /natives && chmod 1777 /natives
ENV MUGS_CACHE=/natives
VOLUME /natives
WORKDIR /work
ENTRYPOINT ["/opt/mugs/mugs"]
CMD ["--help"]
