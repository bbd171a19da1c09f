package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import mugs.load.PlainPictures;
import mugs.load.TooManySkippedException;
import mugs.load.UnreadableShare;
import org.junit.jupiter.api.Test;

class UnreadableRuleTest {
  private static final PlainPictures SOURCE = PlainPictures.coloured(400);
  private static final UnreadableShare ALLOWED = new UnreadableShare(0.01, "--share");

  /** Of 400 pictures the first 200 are learnt from and the next 100 tested: 2 and 1 are 1 %. */
  private static Division cut() {
    return new Division(
        SOURCE,
        IntStream.range(0, 200).toArray(),
        SOURCE,
        IntStream.range(200, 300).toArray(),
        Division.Kind.CUT);
  }

  @Test
  void picturesToLearnFrom_andThoseToBeTested_haveAShareEach() throws Exception {
    UnreadableRule rule = UnreadableRule.ofTrain(cut(), ALLOWED);
    rule.found(0, "torn");
    rule.found(199, "torn");
    rule.found(250, "torn");
    rule.found(250, "torn"); // known
    for (int i = 300; i < 400; i++) {
      rule.found(i, "of neither part");
    }

    assertThatThrownBy(() -> rule.found(7, "empty"))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessage(
            "3 of 200 pictures of plain (to learn from) cannot be read (1.5 %, at most 1 % may be):"
                + " plain/0.png (torn), plain/7.png (empty), plain/199.png (torn); mend or remove"
                + " them, or raise --share");
    assertThatThrownBy(() -> rule.found(201, "empty"))
        .hasMessageStartingWith("2 of 100 pictures of plain (to be tested) cannot be read (2 %");
  }

  @Test
  void leaveOneOut_countsAllPicturesOnce() throws Exception {
    UnreadableRule rule = UnreadableRule.ofTrain(Division.leaveOneOut(SOURCE), ALLOWED);
    for (int i = 0; i < 4; i++) {
      rule.found(i, "torn");
    }

    assertThatThrownBy(() -> rule.found(4, "torn"))
        .hasMessageStartingWith("5 of 400 pictures of plain cannot be read (1.25 %");
  }

  @Test
  void noShare_allowsNotOne() {
    UnreadableRule rule = UnreadableRule.ofAll(SOURCE, new UnreadableShare(0, ""));

    assertThatThrownBy(() -> rule.found(0, "torn"))
        .hasMessage(
            "1 of 400 pictures of plain cannot be read (0.25 %, at most 0 % may be): plain/0.png"
                + " (torn); mend or remove them");
  }
}
