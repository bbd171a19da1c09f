package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher as a release archive has it, with a stand-in for java that prints its call. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

  @TempDir Path folder;

  private Path release;
  private Path launcher;

  @BeforeEach
  void unpack() throws IOException {
    release = Files.createDirectories(folder.resolve("a release")).toRealPath();
    launcher = Files.copy(Path.of("..", "mugs"), release.resolve("mugs"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(release.resolve("lib"));
  }

  @Test
  void arguments_arriveAsTheyWereTyped() throws Exception {
    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9")), "embed", "my cats", "*", "");

    assertThat(result.exitCode).isZero();
    assertThat(result.lines)
        .containsSequence("-cp", release + "/lib/*", "mugs.app.Main", "embed", "my cats", "*", "");
  }

  @Test
  void symbolicLinks_areFollowed_andTheWorkingDirectoryStays() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../a release/mugs"));
    launcher = Files.createSymbolicLink(bin.resolve("mugs"), Path.of("first"));

    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9")));

    assertThat(result.lines).contains(release + "/lib/*", "cwd=" + folder.toRealPath());
  }

  @Test
  void threadsAndAllocator_areSet_beforeTheJvmStarts() throws Exception {
    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9"), "PATH", toolsOf("Linux")));

    assertThat(result.lines)
        .contains(
            "OPENBLAS_NUM_THREADS=1",
            "MKL_DYNAMIC=FALSE",
            "MALLOC_ARENA_MAX=1",
            "MALLOC_MMAP_THRESHOLD_=4294967296",
            "MALLOC_TRIM_THRESHOLD_=8589934592",
            "OMP_NUM_THREADS=",
            "-Djava.awt.headless=true",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.openblas.load=mkl_rt")
        .noneMatch(line -> line.startsWith("--enable-native-access"));
  }

  @Test
  void whatTheUserHasSet_stays_andHisOptionsComeLast() throws Exception {
    Result result =
        run(
            Map.of(
                "JAVA_HOME", jdk("17.0.9"),
                "MKL_DYNAMIC", "TRUE",
                "MUGS_JAVA_OPTS", "-Xmx8g -Dglob=*",
                "MUGS_BLAS", "openblas"));

    assertThat(result.lines)
        .contains("MKL_DYNAMIC=TRUE")
        .containsSequence("-Xmx8g", "-Dglob=*", "-cp")
        .noneMatch(line -> line.startsWith("-Dorg.bytedeco.openblas.load"));
  }

  @Test
  void mac_hasNoMkl() throws Exception {
    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9"), "PATH", toolsOf("Darwin")));

    assertThat(result.lines)
        .contains("mugs.app.Main")
        .noneMatch(line -> line.startsWith("-Dorg.bytedeco.openblas.load"));
  }

  @Test
  void cacheOfNatives_isWhereTheUserWantsIt() throws Exception {
    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9"), "MUGS_CACHE", "/a folder"));

    assertThat(result.lines).contains("-Dorg.bytedeco.javacpp.cachedir=/a folder");
  }

  @Test
  void newerJava_isToldToAllowNativeAccess() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", jdk("22"))).lines)
        .contains("--enable-native-access=ALL-UNNAMED");
    assertThat(run(Map.of("JAVA_HOME", jdk("21.0.2"))).lines)
        .doesNotContain("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void javaTooOld_isOneLine_andExitCodeOne() throws Exception {
    String old = jdk("1.8.0_392");

    Result result = run(Map.of("JAVA_HOME", old, "PATH", toolsWithoutJava()));

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.lines)
        .containsExactly(
            "mugs: needs a JDK 17 or newer, found Java 8 at %s/bin/java: install one and set JAVA_HOME to it"
                .formatted(old));
  }

  @Test
  void noJava_isOneLine_andExitCodeOne() throws Exception {
    Result result = run(Map.of("JAVA_HOME", "/no/such/jdk", "PATH", toolsWithoutJava()));

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.lines)
        .containsExactly(
            "mugs: needs a JDK 17 or newer, found none in JAVA_HOME (/no/such/jdk) or on PATH:"
                + " install one and set JAVA_HOME to it");
  }

  @Test
  void javaTooOldInJavaHome_leavesTheWordToPath() throws Exception {
    String path = jdk("19.0.1") + "/bin:" + toolsWithoutJava();

    Result result = run(Map.of("JAVA_HOME", jdk("11.0.2"), "PATH", path));

    assertThat(result.exitCode).isZero();
    assertThat(result.lines).contains("java=19.0.1");
  }

  @Test
  void unknownBlas_isOneLine_andExitCodeTwo() throws Exception {
    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9"), "MUGS_BLAS", "atlas"));

    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.lines)
        .containsExactly("mugs: MUGS_BLAS is 'atlas': it takes mkl or openblas");
  }

  @Test
  void sourceTree_isBuiltAtFirstUse_andNotAgain() throws Exception {
    Map<String, String> environment = sourceTree();

    Result first = run(environment, "--help");
    Result second = run(environment, "--help");

    assertThat(first.lines.get(0)).startsWith("mugs: building at first use");
    assertThat(first.lines)
        .containsSequence(
            "-cp",
            "%1$s/app/target/mugs-app-1.jar:%1$s/core.jar".formatted(release),
            "mugs.app.Main",
            "--help");
    assertThat(second.lines).isEqualTo(first.lines.subList(1, first.lines.size()));
    assertThat(release.resolve("app/target/launcher.lock")).doesNotExist();
  }

  @Test
  void sourceTree_isBuiltAgain_whenASourceIsNewer() throws Exception {
    Map<String, String> environment = sourceTree();
    assertThat(run(environment).exitCode).isZero();
    FileTime past = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(release.resolve("app/target/built"), past);

    assertThat(run(environment).lines.get(0))
        .isEqualTo("mugs: building because sources have changed");
  }

  @Test
  void sourceTree_isBuiltAgain_whenAJarIsGone() throws Exception {
    Map<String, String> environment = sourceTree();
    assertThat(run(environment).exitCode).isZero();
    Files.delete(release.resolve("core.jar"));

    assertThat(run(environment).lines.get(0)).isEqualTo("mugs: building because jars are missing");
  }

  @Test
  void sourceTree_isBuiltAgain_whenOtherArgumentsAreForMaven() throws Exception {
    Map<String, String> environment = new HashMap<>(sourceTree());
    assertThat(run(environment).exitCode).isZero();
    environment.put("MUGS_MAVEN_ARGS", "-Pcuda -Dstar=*");

    Result changed = run(environment);
    Result same = run(environment);
    String arguments = Files.readString(release.resolve("maven-arguments"));
    environment.remove("MUGS_MAVEN_ARGS");
    Result back = run(environment);

    assertThat(changed.lines.get(0))
        .isEqualTo("mugs: building because MUGS_MAVEN_ARGS has changed");
    assertThat(arguments).contains(" -Pcuda -Dstar=* ");
    assertThat(same.lines.get(0)).startsWith("java=");
    assertThat(back.lines.get(0)).isEqualTo(changed.lines.get(0));
    assertThat(Files.readString(release.resolve("maven-arguments"))).doesNotContain("-Pcuda");
  }

  @Test
  void profileThatThereIsNot_isOneLine_andExitCodeTwo() throws Exception {
    Map<String, String> environment = new HashMap<>(sourceTree());
    environment.put("MUGS_MAVEN_ARGS", "-Pcudda");
    script(
        folder.resolve("maven/mvn"),
        "#!/bin/sh\necho '[WARNING] The requested profile \"cudda\" could not be activated because it does not exist.'\n");

    Result result = run(environment);

    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.lines.get(1))
        .startsWith("mugs: MUGS_MAVEN_ARGS asks for the profile cudda, but there is none:");
  }

  @Test
  void sourceTree_isNotBuiltAgain_afterABuildByHand() throws Exception {
    Map<String, String> environment = sourceTree();
    assertThat(run(environment).exitCode).isZero();
    Files.delete(release.resolve("app/target/launcher-maven-args")); // as a build by hand does

    assertThat(run(environment).lines.get(0)).startsWith("java=");
  }

  @Test
  void lockOfABuildThatDied_isTakenOver() throws Exception {
    Map<String, String> environment = sourceTree();
    Path lock = Files.createDirectories(release.resolve("app/target/launcher.lock"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");

    Result result = run(environment);

    assertThat(result.exitCode).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void buildThatFails_showsItsOutput_andLeavesNoLock() throws Exception {
    Map<String, String> environment = sourceTree();
    script(folder.resolve("maven/mvn"), "#!/bin/sh\necho 'X.java: class expected'\nexit 1\n");

    Result result = run(environment);

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.lines.subList(1, result.lines.size()))
        .containsExactly(
            "X.java: class expected",
            "mugs: the build failed; all of its output is in %s/app/target/launcher-build.log"
                .formatted(release));
    assertThat(release.resolve("app/target/launcher.lock")).doesNotExist();
  }

  @Test
  void mavenMissing_isOneLine_andExitCodeOne() throws Exception {
    Map<String, String> environment = new HashMap<>(sourceTree());
    environment.put("PATH", toolsWithoutJava());

    Result result = run(environment);

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.lines)
        .containsExactly(
            "mugs: not built yet, and Maven (mvn) is not on PATH: install Maven 3.8 or newer");
  }

  @Test
  void libtorch_isTheOneThatComesWithMugs_unlessAnotherIsChosen() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", jdk("17.0.9"))).lines)
        .contains("MUGS_LIBTORCH=", "LD_LIBRARY_PATH=")
        .noneMatch(line -> line.matches("-D(java.library.path|.*pathsFirst).*"));
  }

  @Test
  void chosenLibtorch_isLookedForFirst_withTheLibrariesOfCudaBesideIt() throws Exception {
    Path libtorch = libtorch("2.10.0+cu128");
    Path cudnn = Files.createDirectories(libtorch.resolve("../../nvidia/cudnn/lib").normalize());

    Result result =
        run(
            Map.of(
                "JAVA_HOME", jdk("17.0.9"),
                "MUGS_LIBTORCH", libtorch.toString(),
                "LD_LIBRARY_PATH", "/mine"));

    assertThat(result.lines)
        .contains(
            "MUGS_LIBTORCH=" + libtorch, "LD_LIBRARY_PATH=%s:%s:/mine".formatted(libtorch, cudnn))
        .containsSequence(
            "-Dorg.bytedeco.javacpp.pathsFirst=true", "-Djava.library.path=" + libtorch, "-cp");
  }

  @Test
  void pythonIsAsked_whereLibtorchIsToBeFound() throws Exception {
    Path libtorch = libtorch("2.11.0");

    Result result = run(withPython("echo '" + libtorch + "'"));

    assertThat(result.lines)
        .contains("MUGS_LIBTORCH=" + libtorch, "-Djava.library.path=" + libtorch);
  }

  @Test
  void pythonWithoutPyTorch_isOneLine_andExitCodeTwo() throws Exception {
    Result result = run(withPython("echo 'no module named torch' >&2; exit 1"));

    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.lines)
        .containsExactly(
            "mugs: MUGS_LIBTORCH is auto, but %s/python/python3 has no PyTorch: put the python3 that has it first on PATH, or set MUGS_LIBTORCH to the folder torch/lib"
                .formatted(folder));
  }

  @Test
  void noPython_isOneLine_andExitCodeTwo() throws Exception {
    Result result =
        run(
            Map.of(
                "JAVA_HOME", jdk("17.0.9"), "MUGS_LIBTORCH", "auto", "PATH", toolsWithoutJava()));

    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.lines)
        .containsExactly(
            "mugs: MUGS_LIBTORCH is auto, but no python3 is on PATH: put the one that has PyTorch on it, or set MUGS_LIBTORCH to the folder torch/lib");
  }

  @Test
  void folderWithoutLibtorch_isOneLine_andExitCodeTwo() throws Exception {
    assertThat(refused(release.toString()))
        .isEqualTo(
            "mugs: MUGS_LIBTORCH is %1$s, but there is no %1$s/libtorch_cpu.so: set it to the folder torch/lib of a PyTorch, to auto, or not at all"
                .formatted(release));
  }

  @Test
  void versionThatMugsDoesNotRunOn_isOneLine_andExitCodeTwo() throws Exception {
    Path libtorch = libtorch("2.13.0+cu130");

    assertThat(refused(libtorch.toString()))
        .isEqualTo(
            "mugs: MUGS_LIBTORCH: %s holds libtorch 2.13.0+cu130, but mugs runs on 2.10 and 2.11: install one (pip install torch==2.10.0), or unset MUGS_LIBTORCH"
                .formatted(libtorch));
  }

  @Test
  void version_isReadFromTheLibrary_whereNoFileTellsIt() throws Exception {
    Path libtorch = libtorch("2.10.0");
    Files.delete(libtorch.resolve("../version.py"));
    byte[] bytes =
        "\0ELF\0LAPACK_INFO=mkl, TORCH_VERSION=2.9.1, USE_CUDA=0\0"
            .getBytes(StandardCharsets.UTF_8);
    Files.write(libtorch.resolve("libtorch_cpu.so"), bytes);

    assertThat(refused(libtorch.toString())).contains(" holds libtorch 2.9.1, but mugs runs on ");

    Files.write(libtorch.resolve("libtorch_cpu.so"), new byte[] {0});
    assertThat(refused(libtorch.toString())).contains(" holds libtorch of unknown version, but ");
  }

  @Test
  void folderThatTheLoaderWouldSplit_isOneLine_andExitCodeTwo() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("odd:name")).toRealPath();
    Files.createFile(odd.resolve("libtorch_cpu.so"));

    assertThat(refused(odd.toString()))
        .startsWith("mugs: MUGS_LIBTORCH: the system's loader splits " + odd + " at ':' and ';'");
  }

  private String refused(String libtorch) throws Exception {
    Result result = run(Map.of("JAVA_HOME", jdk("17.0.9"), "MUGS_LIBTORCH", libtorch));
    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.lines).hasSize(1);
    return result.lines.get(0);
  }

  /** Lays out a PyTorch as pip does, in a folder with a space in its name, without its content. */
  private Path libtorch(String version) throws IOException {
    Path torch = folder.resolve("a venv/site-packages/torch");
    Path libtorch = Files.createDirectories(torch.resolve("lib")).toRealPath();
    Files.createFile(libtorch.resolve("libtorch_cpu.so"));
    Files.writeString(
        torch.resolve("version.py"), "debug = False\n__version__ = '%s'\n".formatted(version));
    return libtorch;
  }

  private Map<String, String> withPython(String script) throws IOException {
    Path python = Files.createDirectories(folder.resolve("python"));
    script(python.resolve("python3"), "#!/bin/sh\n" + script + "\n");
    return Map.of(
        "JAVA_HOME",
        jdk("17.0.9"),
        "MUGS_LIBTORCH",
        "auto",
        "PATH",
        python + ":" + toolsWithoutJava());
  }

  /** Makes the folder a source tree, with a stand-in for Maven, and returns the environment. */
  private Map<String, String> sourceTree() throws IOException {
    Files.delete(release.resolve("lib"));
    Files.createDirectories(release.resolve("app/src/main"));
    Files.writeString(release.resolve("pom.xml"), "");
    String home = jdk("17.0.9");
    script(Path.of(home, "bin", "javac"), "");
    Files.createDirectories(folder.resolve("maven"));
    script(
        folder.resolve("maven/mvn"),
        """
        #!/bin/sh
        echo "$@" >maven-arguments
        rm -f app/target/launcher-maven-args
        touch core.jar app/target/mugs-app-1.jar
        printf '%s/core.jar' "$(pwd -P)" >app/target/class-path
        """);
    return Map.of("JAVA_HOME", home, "PATH", folder.resolve("maven") + ":" + toolsWithoutJava());
  }

  /** Makes a stand-in for a JDK and returns its folder. */
  private String jdk(String version) throws IOException {
    Path home = folder.resolve("jdk " + version);
    Files.createDirectories(home.resolve("bin"));
    script(
        home.resolve("bin/java"),
        """
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo 'openjdk version "%1$s" 2024-01-16' >&2
              exit
            fi
            echo "java=%1$s"
            echo "cwd=$(pwd -P)"
            for name in OPENBLAS_NUM_THREADS OMP_NUM_THREADS MKL_DYNAMIC \\
                MALLOC_ARENA_MAX MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_ \\
                MUGS_LIBTORCH LD_LIBRARY_PATH; do
              eval "echo $name=\\${$name-}"
            done
            for argument; do
              printf '%%s\\n' "$argument"
            done
            """
            .formatted(version));
    return home.toString();
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns a PATH that has what the launcher calls, and no java. */
  private String toolsWithoutJava() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool :
        List.of(
            "dirname",
            "basename",
            "readlink",
            "sed",
            "uname",
            "head",
            "cat",
            "find",
            "mkdir",
            "rm",
            "rmdir",
            "touch",
            "tail",
            "sleep")) {
      Path real = Path.of("/usr/bin", tool);
      String call = "#!/bin/sh\nexec %s \"$@\"\n";
      script(tools.resolve(tool), call.formatted(Files.exists(real) ? real : "/bin/" + tool));
    }
    return tools.toString();
  }

  /** The same, on a system that calls itself so. */
  private String toolsOf(String system) throws IOException {
    String tools = toolsWithoutJava();
    script(Path.of(tools, "uname"), "#!/bin/sh\necho " + system + "\n");
    return tools;
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(MUGS|MKL|OMP|OPENBLAS|MALLOC|LD_LIBRARY)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output.lines().toList());
  }

  private record Result(int exitCode, List<String> lines) {}
}
