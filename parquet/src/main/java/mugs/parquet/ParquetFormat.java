package mugs.parquet;

import java.io.IOException;
import java.nio.file.Path;
import mugs.embed.ColumnFormat;
import mugs.embed.VectorFileWriter.Layout;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * Writes vectors as Apache Parquet, without compression and without dictionaries: neither makes
 * vectors smaller. The columns are described in {@link VectorColumns}.
 */
public final class ParquetFormat implements ColumnFormat {

  /** Bytes of a group of rows, which is held in memory until it is whole. */
  private static final long ROW_GROUP = 32L << 20;

  /** Is called by the service loader. */
  public ParquetFormat() {}

  @Override
  public String ending() {
    return ".parquet";
  }

  @Override
  public Rows write(Path file, Layout layout) throws IOException {
    ParquetWriter<VectorColumns.Row> writer =
        new VectorColumns.Writer(new LocalOutputFile(file), layout)
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP)
            .build();
    return new Rows() {
      @Override
      public void add(String path, float[] vector) throws IOException {
        writer.write(new VectorColumns.Row(path, vector));
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }
}
