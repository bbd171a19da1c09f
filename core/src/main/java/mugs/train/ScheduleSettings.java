package mugs.train;

/**
 * How long a run is and how its rates move; {@link Timetable} turns it into steps.
 *
 * <p>Without {@code steps} a run lasts {@code epochs} passes over the pictures. With {@code steps}
 * it lasts that many steps whatever the number of pictures, and {@code epochs} only says into how
 * many equal parts the schedule is cut: everything counted in epochs (warm-up, frozen prototypes,
 * teacher temperature, late clipping) then goes by parts of {@code steps / epochs} steps. So a run
 * keeps the proportions of its schedule when its length is fixed in steps.
 *
 * @param epochs passes over the pictures, or parts of the schedule where {@code steps} is given
 * @param steps length of the run in steps; 0 to go by epochs
 * @param warmUpEpochs over which the learning rate rises from 0
 * @param momentum of the teacher at the start: the share of it that a step keeps
 * @param momentumEnd the same at the end
 */
public record ScheduleSettings(
    @Bounds("[1, 1000000]") int epochs,
    @Bounds("[0, 1000000000000]") long steps,
    @Bounds("[0, 1000000]") int warmUpEpochs,
    @Bounds("[0, 1]") double momentum,
    @Bounds("[0, 1]") double momentumEnd) {}
