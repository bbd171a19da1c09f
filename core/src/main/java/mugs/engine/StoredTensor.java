package mugs.engine;

import java.util.List;

/**
 * What a safetensors header says of one tensor.
 *
 * @param name of the tensor
 * @param type of its elements
 * @param shape sizes, outermost first
 * @param begin first byte, counted from the end of the header
 * @param end one past the last byte
 */
record StoredTensor(String name, ElementType type, List<Long> shape, long begin, long end) {

  long bytes() {
    return end - begin;
  }

  long[] sizes() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
