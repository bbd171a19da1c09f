package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks the archive that the build has left, and uses it as somebody without Maven would. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ReleaseArchiveIT {
  private static final int OWNER_MAY_RUN = 0100;
  private static final Set<PosixFilePermission> RUNNABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /** What the launcher calls; Maven is not among it. */
  private static final List<String> TOOLS =
      List.of("sed", "dirname", "basename", "readlink", "head", "uname");

  @TempDir static Path folder;

  private static Path release;
  private static Path tools;

  @BeforeAll
  static void unpack() throws IOException {
    release = unzip(Path.of(System.getProperty("mugs.archive")), folder.resolve("a place"));
    tools = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Path call = tools.resolve(tool);
      Files.writeString(call, "#!/bin/sh\nexec " + found(tool) + " \"$@\"\n");
      Files.setPosixFilePermissions(call, RUNNABLE);
    }
  }

  @Test
  void launcher_findsAWorkingLibtorch_withoutMaven() throws Exception {
    List<String> lines = run(List.of(release + "/mugs", "doctor", "--quick"));

    assertThat(lines).anyMatch(line -> line.matches("ok +product +.*"));
    assertThat(lines).anyMatch(line -> line.matches("ok +environment +.*"));
  }

  @Test
  void recipesBesideTheLauncher_areThoseItKnows() throws Exception {
    List<String> files = names(release.resolve("recipes"));
    List<String> known =
        run(List.of(release + "/mugs", "recipe", "list")).stream()
            .map(line -> line.replaceFirst(" .*", ".yaml"))
            .sorted()
            .toList();

    assertThat(files).isEqualTo(known).contains("vit-s16-100ep.yaml");
  }

  @Test
  void everyJar_hasItsLicenceNamed() throws IOException {
    String table = Files.readString(release.resolve("licenses").resolve("THIRD-PARTY.md"));

    assertThat(names(release.resolve("lib")))
        .hasSizeGreaterThan(20)
        .filteredOn(jar -> !jar.startsWith("mugs-"))
        .allSatisfy(jar -> assertThat(table).contains("`" + jar.replaceFirst("-\\d.*", "") + "`"));
    assertThat(names(release)).contains("LICENSE", "NOTICE", "README.md", "docs");
  }

  @Test
  void licencesThatTheTableNames_areThere() throws IOException {
    Path licences = release.resolve("licenses");
    String table = Files.readString(licences.resolve("THIRD-PARTY.md"));

    assertThat(names(licences).stream().filter(name -> name.endsWith(".txt")))
        .containsExactlyInAnyOrderElementsOf(
            Pattern.compile("\\(([^)/]+\\.txt)\\)")
                .matcher(table)
                .results()
                .map(link -> link.group(1))
                .collect(Collectors.toSet()));
  }

  @Test
  void example_needsNoMoreThanTheLibrary_andFindsThePicturesMostAlike() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Path.of("../examples/most-alike/src/main/java/example/MostAlike.java");
    String library = jars("mugs-core", "javacpp", "pytorch", "jspecify");
    StringWriter complaints = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                complaints,
                null,
                null,
                List.of("-d", classes.toString(), "-cp", library),
                null,
                ToolProvider.getSystemJavaCompiler()
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(source))
            .call();
    assertThat(compiled).as(complaints.toString()).isTrue();

    Path pictures = TinyPictures.write(Files.createDirectories(folder.resolve("pictures")));
    Path copy = pictures.resolve("a copy.png");
    Files.copy(pictures.resolve("class 0").resolve("Bild ü0.png"), copy);
    Path weights = TinyWeights.write(folder.resolve("weights.safetensors"), TinyWeights.NETWORK);
    List<String> lines =
        run(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dfile.encoding=UTF-8",
                "-cp",
                classes + File.pathSeparator + withoutApp(),
                "example.MostAlike",
                weights.toString(),
                pictures.toString()));

    assertThat(lines.stream().filter(line -> line.startsWith("1.0000 ")))
        .anyMatch(line -> line.contains(copy.toString()) && line.contains("Bild ü0.png"));
  }

  private static Path unzip(Path archive, Path into) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        Path place = into.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
          continue;
        }
        Files.createDirectories(place.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, place);
        }
        if ((entry.getUnixMode() & OWNER_MAY_RUN) != 0) {
          Files.setPosixFilePermissions(place, RUNNABLE);
        }
      }
    }
    return into.resolve(names(into).get(0));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path found(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static String jars(String... artifacts) throws IOException {
    return String.join(
        File.pathSeparator,
        names(release.resolve("lib")).stream()
            .filter(
                jar -> Stream.of(artifacts).anyMatch(name -> jar.matches(name + "-\\d[^x]*\\.jar")))
            .map(jar -> release.resolve("lib").resolve(jar).toString())
            .toList());
  }

  private static String withoutApp() throws IOException {
    return String.join(
        File.pathSeparator,
        names(release.resolve("lib")).stream()
            .filter(jar -> !jar.matches("(mugs-app|picocli|logback).*"))
            .map(jar -> release.resolve("lib").resolve(jar).toString())
            .toList());
  }

  /** Runs a program that may call nothing but {@link #TOOLS}, and returns all it prints. */
  private static List<String> run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().keySet().removeIf(name -> name.startsWith("MUGS_"));
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
