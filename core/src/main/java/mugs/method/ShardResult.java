package mugs.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What a part of the batch gives to the end of the step; its tensors are kept.
 *
 * @param losses one a supervision: its share of the batch's loss
 * @param remembered one a supervision, {@code [2, rows, ...]}
 * @param teacherRows for the teacher's memory, {@code [images, width]}; no rows while local groups
 *     are off
 * @param observation of the teacher, where it is asked for
 * @param studentRows for the student's memory, {@code [weak images, width]}; likewise
 */
record ShardResult(
    double[] losses,
    List<Tensor> remembered,
    Tensor teacherRows,
    Optional<Observation> observation,
    Tensor studentRows) {

  List<Tensor> tensors() {
    List<Tensor> all = new ArrayList<>(remembered);
    all.add(teacherRows);
    all.add(studentRows);
    observation.ifPresent(each -> all.addAll(each.tensors()));
    return all;
  }
}
