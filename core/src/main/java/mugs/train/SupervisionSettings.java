package mugs.train;

/**
 * What the student learns from, at three granularities. A weight of 0 switches a supervision off;
 * the total loss is the mean of the losses by weight.
 *
 * @param instance each picture against all others
 * @param localGroup each picture with its neighbours against all others
 * @param group each picture's share in learned prototypes
 */
public record SupervisionSettings(Instance instance, LocalGroup localGroup, Group group) {

  /**
   * Instance discrimination.
   *
   * @param weight in the total loss, 0 for none of it
   * @param temperature of the softmax over negatives. Lower looks harder at the nearest ones
   * @param queue number of negatives kept
   */
  public record Instance(
      @Bounds("[0, )") double weight,
      @Bounds("(0, )") double temperature,
      @Bounds("[1, 16777216]") int queue) {}

  /**
   * Local-group discrimination.
   *
   * @param weight in the total loss, 0 for none of it
   * @param temperature of the softmax over negatives. Lower looks harder at the nearest ones
   * @param queue number of negatives kept
   * @param memory number of rows in which neighbours are looked up
   * @param neighbours of a picture, at most as many as the memory has rows. More widen the group
   */
  public record LocalGroup(
      @Bounds("[0, )") double weight,
      @Bounds("(0, )") double temperature,
      @Bounds("[1, 16777216]") int queue,
      @Bounds("[1, 16777216]") int memory,
      @Bounds("[1, 4096]") int neighbours) {}

  /**
   * Group discrimination.
   *
   * @param weight in the total loss, 0 for none of it
   * @param studentTemperature of the student's softmax over prototypes
   * @param teacherTemperature of the teacher's, in the first epoch. Lower sharpens its choice
   * @param teacherTemperatureEnd the same after its warm-up
   * @param teacherTemperatureWarmUpEpochs epochs over which the first becomes the second; 0 for the
   *     second from the start
   * @param prototypes number of groups on offer
   * @param centreMomentum share of the centre kept in a step. Higher follows the teacher more
   *     slowly
   * @param frozenEpochs epochs at the start in which the prototypes do not move
   * @param normLastLayer true to fix the prototypes' magnitudes at 1
   */
  public record Group(
      @Bounds("[0, )") double weight,
      @Bounds("(0, )") double studentTemperature,
      @Bounds("(0, )") double teacherTemperature,
      @Bounds("(0, )") double teacherTemperatureEnd,
      @Bounds("[0, 1000000]") int teacherTemperatureWarmUpEpochs,
      @Bounds("[2, 16777216]") int prototypes,
      @Bounds("[0, 1]") double centreMomentum,
      @Bounds("[0, 1000000]") int frozenEpochs,
      boolean normLastLayer) {}
}
