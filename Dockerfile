# Mugs for the JVM on the CPU, built from this folder:
#
#   docker build -t mugs .
#   docker run --rm -v "$PWD:/work" -v mugs-natives:/natives mugs pretrain photos/ --recipe small-pictures --out runs/mine
#
# The volume keeps the unpacked native libraries, 0.9 GB, from one run to the next.

FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -ntp -DskipTests package \
    && mkdir /release && cd /release \
    && jar xf /source/app/target/mugs-*-linux-x86_64.zip \
    && mv mugs-* mugs && chmod +x mugs/mugs

FROM eclipse-temurin:17-jre
RUN apt-get update \
    && apt-get install -y --no-install-recommends libstdc++6 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /release/mugs /opt/mugs
ENV MUGS_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=/natives
VOLUME /natives
WORKDIR /work
ENTRYPOINT ["/opt/mugs/mugs"]
CMD ["--help"]
