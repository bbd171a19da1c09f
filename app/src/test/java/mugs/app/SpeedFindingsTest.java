package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.app.SpeedFindings.OnGpu;
import org.junit.jupiter.api.Test;

class SpeedFindingsTest {
  private static final SlowdownClues NOTHING_SEEN =
      new SlowdownClues(0.1, 2, Map.of(), "max 100000", Map.of());

  @Test
  void fastMachine_hasNothingToSay() {
    assertThat(lines(200e9, 0.66, Optional.of(MachineClass.AVX512)))
        .containsExactly(
            "ok    sgemm        200 GFLOP/s; 2 cores with AVX512 should give 208 GFLOP/s",
            "ok    step         100 images/s of bench-small, 0.66 of the rate of sgemm; 0.66 is"
                + " usual");
  }

  @Test
  void slowProducts_areWarnedOf_withTheirUsualCauses() {
    assertThat(lines(155e9, 0.66, Optional.of(MachineClass.AVX512)).get(0))
        .startsWith("warn  sgemm        155 GFLOP/s; 2 cores with AVX512 should give 208 GFLOP/s")
        .contains(" -> the usual causes are other programs");
    assertThat(lines(157e9, 0.66, Optional.of(MachineClass.AVX512)).get(0)).startsWith("ok ");
  }

  @Test
  void samePace_isWellOnASlowerClassOfMachine() {
    assertThat(lines(125e9, 0.66, Optional.of(MachineClass.AVX2)).get(0)).startsWith("ok ");
  }

  @Test
  void slowSteps_areWarnedOf_whereProductsAreFast() {
    assertThat(lines(208e9, 0.49, Optional.of(MachineClass.AVX512)))
        .satisfiesExactly(
            sgemm -> assertThat(sgemm).startsWith("ok "),
            step -> assertThat(step).startsWith("warn  step ").contains("0.49"));
  }

  @Test
  void slowSteps_pointToTheProducts_whereTheseAreSlowToo() {
    assertThat(lines(30e9, 0.46, Optional.of(MachineClass.AVX512)).get(1))
        .startsWith("warn  step ")
        .endsWith(" -> as for sgemm");
  }

  @Test
  void unknownClass_isComparedWithNothing() {
    assertThat(lines(1e9, 0.1, Optional.empty()))
        .allMatch(line -> line.startsWith("ok "))
        .first()
        .isEqualTo("ok    sgemm        1 GFLOP/s");
  }

  @Test
  void gpu_hasItsOwnLine_whichIsBadWhereItFails() {
    SpeedFindings findings =
        new SpeedFindings(
            208e9,
            100,
            0.66,
            List.of(
                new OnGpu(0, Optional.of(5e13), ""),
                new OnGpu(1, Optional.empty(), "CUDA out of memory")),
            2,
            Optional.of(MachineClass.AVX512),
            NOTHING_SEEN);

    assertThat(findings.all().subList(2, 4))
        .extracting(Finding::line)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("ok    sgemm        50000 GFLOP/s on cuda:0"),
            second -> assertThat(second).startsWith("bad   sgemm        cuda:1: CUDA out of memo"));
  }

  @Test
  void clues_nameWhatWasSeen() {
    SlowdownClues clues =
        new SlowdownClues(
            1.9,
            2,
            Map.of("OMP_NUM_THREADS", "1", "HOME", "/root"),
            "100000 100000",
            Map.of("MALLOC_ARENA_MAX", "1"));

    assertThat(clues.advice())
        .startsWith(
            "seen here: OMP_NUM_THREADS is 1; MALLOC_ARENA_MAX not set; a load of 1.9 on 2"
                + " processors before the measurement; the container's cpu.max is 100000 100000; ")
        .contains("/sys/fs/cgroup/cpu.max", "grep MHz /proc/cpuinfo");
    assertThat(NOTHING_SEEN.advice()).doesNotContain("seen here");
  }

  private static List<String> lines(double products, double share, Optional<MachineClass> of) {
    return new SpeedFindings(products, 100, share, List.of(), 2, of, NOTHING_SEEN)
        .all().stream().map(Finding::line).toList();
  }
}
