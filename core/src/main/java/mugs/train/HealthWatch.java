package mugs.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mugs.method.MugsSettings;
import mugs.method.TeacherHealth;

/**
 * Looks at what a run tells of itself and says in words what is going wrong: collapse, exploding
 * gradients, a loss that teaches nothing. Each is said once, and again only after it was well in
 * between.
 */
final class HealthWatch {
  /** Of ln(prototypes): above this share the teacher as good as never chooses. */
  private static final double UNDECIDED = 0.98;

  /** Fewer prototypes in use than this: all crops of a batch choose the same. */
  private static final double ONE_PROTOTYPE = 1.5;

  /** Features nearer to their mean than this are as good as equal; healthy ones keep above 0.3. */
  private static final double ALIKE = 0.05;

  /** A gradient this many times the usual one is no noise. */
  private static final double EXPLOSION = 100;

  /** Looks that make the usual gradient, and over which losses are averaged. */
  private static final int WINDOW = 20;

  /** Of the value for chance: a mean above this share of it has not begun to fall. */
  private static final double CHANCE = 0.98;

  private final MugsSettings settings;
  private final Timetable timetable;
  private final Set<Trouble> told = EnumSet.noneOf(Trouble.class);
  private final Deque<Double> norms = new ArrayDeque<>();
  private final Map<String, Deque<Double>> losses = new LinkedHashMap<>();

  /** What can go wrong. */
  enum Trouble {
    UNDECIDED,
    ONE_PROTOTYPE,
    ALIKE,
    EXPLOSION,
    INSTANCE,
    LOCAL_GROUP,
    GROUP
  }

  /**
   * What it has seen, so that a run that is resumed is looked at as if it had never stopped.
   *
   * @param told what was said and is not well again yet
   * @param norms of the last looks
   * @param losses of the last looks, by supervision
   */
  record Memory(List<Trouble> told, List<Double> norms, Map<String, List<Double>> losses) {
    static final Memory NONE = new Memory(List.of(), List.of(), Map.of());
  }

  /**
   * Begins or goes on looking.
   *
   * @param settings of the method
   * @param timetable of the run
   * @param memory of what was seen before
   */
  HealthWatch(MugsSettings settings, Timetable timetable, Memory memory) {
    this.settings = settings;
    this.timetable = timetable;
    told.addAll(memory.told());
    norms.addAll(memory.norms());
    memory.losses().forEach((name, last) -> losses.put(name, new ArrayDeque<>(last)));
  }

  /** Returns what it has seen so far. */
  Memory memory() {
    Map<String, List<Double>> copies = new LinkedHashMap<>();
    losses.forEach((name, last) -> copies.put(name, List.copyOf(last)));
    return new Memory(List.copyOf(told), List.copyOf(norms), copies);
  }

  /** Takes in a step that was looked at, and returns new warnings, each a sentence or two. */
  List<String> warnings(PretrainingListener.Progress progress) {
    List<String> found = new ArrayList<>();
    boolean warm = progress.step() > timetable.warmUpSteps();
    progress
        .report()
        .health()
        .ifPresent(health -> teacher(health, progress.settings().prototypesFrozen(), warm, found));
    gradients(progress.report().largestGradientNorm(), found);
    if (warm) { // what was lost before that says nothing of what is learnt now
      progress.report().losses().bySupervision().forEach((name, loss) -> add(losses, name, loss));
      losses.forEach((name, last) -> loss(name, last, found));
    }
    return found;
  }

  private static void add(Map<String, Deque<Double>> windows, String name, double value) {
    Deque<Double> window = windows.computeIfAbsent(name, unseen -> new ArrayDeque<>());
    window.addLast(value);
    if (window.size() > WINDOW) {
      window.removeFirst();
    }
  }

  private void teacher(TeacherHealth health, boolean frozen, boolean warm, List<String> found) {
    double most = Math.log(settings.group().prototypes());
    health
        .choiceEntropy()
        .ifPresent(
            entropy ->
                tell(
                    Trouble.UNDECIDED,
                    warm && entropy > UNDECIDED * most,
                    found,
                    "the teacher does not choose between prototypes: the entropy of its choice is"
                        + " %.2f of at most %.2f, so group discrimination teaches nothing. Lower"
                        + " supervision.group.teacher-temperature, or the learning rate",
                    entropy,
                    most));
    health
        .prototypesUsed()
        .ifPresent(
            used ->
                tell(
                    Trouble.ONE_PROTOTYPE,
                    !frozen && used < ONE_PROTOTYPE,
                    found,
                    "all pictures go to one prototype (%.1f in use): group discrimination has"
                        + " collapsed. Raise supervision.group.teacher-temperature, or lower"
                        + " supervision.group.centre-momentum so that the centre follows faster",
                    used));
    tell(
        Trouble.ALIKE,
        health.featureDeviation() < ALIKE,
        found,
        "the features of all pictures are alike (deviation %.3f, healthy ones keep above 0.3): the"
            + " network has collapsed. Start again with a lower optimiser.rate or a longer warm-up",
        health.featureDeviation());
  }

  private void gradients(double largest, List<String> found) {
    if (norms.size() == WINDOW) {
      double[] sorted = norms.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      double usual = sorted[WINDOW / 2];
      tell(
          Trouble.EXPLOSION,
          largest > EXPLOSION * usual,
          found,
          "a gradient of norm %.3g where %.3g is usual: the run may be about to diverge. Go back to"
              + " an earlier checkpoint with a lower optimiser.rate or optimiser.clip",
          largest,
          usual);
      norms.removeFirst();
    }
    norms.addLast(largest);
  }

  private void loss(String name, Deque<Double> last, List<String> found) {
    if (last.size() < WINDOW) {
      return;
    }
    double mean = last.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    switch (name) {
      case "instance" ->
          chance(
              Trouble.INSTANCE,
              name,
              mean,
              Math.log(settings.instance().queue() + 1.0),
              "optimiser.rate, or lower supervision.instance.temperature",
              found);
      case "local_group" ->
          chance(
              Trouble.LOCAL_GROUP,
              name,
              mean,
              Math.log(settings.localGroup().queue() + 1.0),
              "optimiser.rate, or lower supervision.local-group.temperature",
              found);
      default ->
          chance(
              Trouble.GROUP,
              name,
              mean,
              Math.log(settings.group().prototypes()),
              "optimiser.rate, or lower supervision.group.teacher-temperature",
              found);
    }
  }

  private void chance(
      Trouble trouble, String name, double mean, double chance, String change, List<String> found) {
    tell(
        trouble,
        mean > CHANCE * chance,
        found,
        "the %s loss is %.2f after the warm-up, and a network that knows nothing has %.2f: it"
            + " learns nothing from it. Check what the crops show (mugs visualize crops), raise %s",
        name.replace('_', '-'),
        mean,
        chance,
        change);
  }

  private void tell(
      Trouble trouble, boolean is, List<String> found, String format, Object... values) {
    if (!is) {
      told.remove(trouble);
    } else if (told.add(trouble)) {
      found.add(String.format(Locale.ROOT, format, values));
    }
  }
}
