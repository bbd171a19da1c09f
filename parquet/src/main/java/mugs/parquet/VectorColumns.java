package mugs.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.util.Map;
import java.util.Optional;
import mugs.embed.HalfFloats;
import mugs.embed.VectorFileWriter.Layout;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The columns of a file: {@code path}, text, and {@code vector}, a list of floats in the three
 * levels that Parquet's description of lists asks for. Floats of 16 bits are two bytes of the
 * logical type FLOAT16.
 */
final class VectorColumns extends WriteSupport<VectorColumns.Row> {
  private static final String PATH = "path";
  private static final String VECTOR = "vector";
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  private final boolean half;
  private Optional<RecordConsumer> columns = Optional.empty();

  /**
   * A row.
   *
   * @param path of the picture
   * @param vector of it
   */
  record Row(String path, float[] vector) {}

  /** Makes the writer of a file of such columns. */
  static final class Writer extends ParquetWriter.Builder<Row, Writer> {
    private final Layout layout;

    Writer(OutputFile file, Layout layout) {
      super(file);
      this.layout = layout;
    }

    @Override
    protected Writer self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return new VectorColumns(layout.half());
    }

    @Override
    @SuppressWarnings("deprecation") // has to be there, and is not called
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return new VectorColumns(layout.half());
    }
  }

  private VectorColumns(boolean half) {
    this.half = half;
  }

  private MessageType schema() {
    PrimitiveType element =
        half
            ? Types.required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(Short.BYTES)
                .as(float16Type())
                .named(ELEMENT)
            : Types.required(PrimitiveTypeName.FLOAT).named(ELEMENT);
    return Types.buildMessage()
        .addField(Types.required(PrimitiveTypeName.BINARY).as(stringType()).named(PATH))
        .addField(Types.requiredList().element(element).named(VECTOR))
        .named("vectors");
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema(), Map.of());
  }

  @Override
  @SuppressWarnings("deprecation") // likewise
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema(), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    columns = Optional.of(consumer);
  }

  @Override
  public void write(Row row) {
    RecordConsumer to = columns.orElseThrow();
    to.startMessage();
    to.startField(PATH, 0);
    to.addBinary(Binary.fromString(row.path));
    to.endField(PATH, 0);
    to.startField(VECTOR, 1);
    to.startGroup();
    to.startField(LIST, 0);
    for (float value : row.vector) {
      to.startGroup();
      to.startField(ELEMENT, 0);
      if (half) {
        to.addBinary(Binary.fromConstantByteArray(littleEndian(HalfFloats.bits(value))));
      } else {
        to.addFloat(value);
      }
      to.endField(ELEMENT, 0);
      to.endGroup();
    }
    to.endField(LIST, 0);
    to.endGroup();
    to.endField(VECTOR, 1);
    to.endMessage();
  }

  private static byte[] littleEndian(short bits) {
    return new byte[] {(byte) bits, (byte) (bits >> Byte.SIZE)};
  }
}
