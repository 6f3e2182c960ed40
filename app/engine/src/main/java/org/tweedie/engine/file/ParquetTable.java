package org.tweedie.engine.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * A table as Apache Parquet, which Spark, DuckDB, Arrow and pandas read
 * (https://github.com/apache/parquet-format). Headers and footer are written by the format's own
 * structures; the columns are plain and not compressed, since samples are mostly noise to a
 * compressor. Equal tables give equal bytes. Parquet's own writer would bring Hadoop along.
 *
 * @param rows how many rows there are, at least 1
 * @param columns each with a value for every row
 * @param metadata texts by name, in the footer
 */
public record ParquetTable(int rows, List<Column> columns, Map<String, String> metadata) {

  /** Values of every row. */
  public sealed interface Column {

    /** What it is called. */
    String name();

    /**
     * One number a row.
     *
     * @param name what it is called
     * @param values of all rows
     */
    record OfInts(String name, int[] values) implements Column {}

    /**
     * A list of floats a row, all of one length.
     *
     * @param name what it is called
     * @param values of all rows, one row after the other
     */
    record OfLists(String name, float[] values) implements Column {}
  }

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  /** Bytes of the values of a row group, which is a page of each column; a row at least. */
  private static final int GROUP_BYTES = 16 << 20;

  /** Copies, and checks that columns are whole. */
  public ParquetTable {
    columns = List.copyOf(columns);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    for (Column column : columns) {
      if (rows < 1 || values(column) < rows || values(column) % rows != 0) {
        throw new IllegalArgumentException(
            "%d values in column '%s' of %d rows".formatted(values(column), column.name(), rows));
      }
    }
  }

  private static int values(Column column) {
    return column instanceof Column.OfInts ints
        ? ints.values().length
        : ((Column.OfLists) column).values().length;
  }

  /** How many values a row has. */
  private int width(Column column) {
    return values(column) / rows;
  }

  /** Writes it, and leaves the stream open. */
  public void write(OutputStream stream) throws IOException {
    Counted out = new Counted(stream);
    out.write(MAGIC);
    int bytes = columns.stream().mapToInt(column -> width(column) * Float.BYTES).sum();
    int each = Math.max(1, GROUP_BYTES / bytes);
    List<RowGroup> groups = new ArrayList<>();
    for (int from = 0; from < rows; from += each) {
      groups.add(group(from, Math.min(rows, from + each), out));
    }
    FileMetaData footer = new FileMetaData(VERSION, schema(), rows, groups);
    metadata.forEach(
        (key, value) -> footer.addToKey_value_metadata(new KeyValue(key).setValue(value)));
    footer.setCreated_by("tweedie");
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, written);
    written.writeTo(out);
    out.write(little(written.size()));
    out.write(MAGIC);
  }

  private List<SchemaElement> schema() {
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("schema").setNum_children(columns.size()));
    for (Column column : columns) {
      SchemaElement element =
          new SchemaElement(column.name()).setRepetition_type(FieldRepetitionType.REQUIRED);
      schema.add(element);
      if (column instanceof Column.OfInts) {
        element.setType(Type.INT32);
      } else {
        element
            .setNum_children(1)
            .setConverted_type(ConvertedType.LIST)
            .setLogicalType(LogicalType.LIST(new ListType()));
        schema.add(
            new SchemaElement("list")
                .setNum_children(1)
                .setRepetition_type(FieldRepetitionType.REPEATED));
        schema.add(
            new SchemaElement("element")
                .setType(Type.FLOAT)
                .setRepetition_type(FieldRepetitionType.REQUIRED));
      }
    }
    return schema;
  }

  private RowGroup group(int from, int to, Counted out) throws IOException {
    List<ColumnChunk> chunks = new ArrayList<>();
    long begin = out.count;
    for (Column column : columns) {
      long offset = out.count;
      int values = (to - from) * width(column);
      byte[] levels = column instanceof Column.OfLists ? levels(to - from, width(column)) : NONE;
      int size = levels.length + values * Float.BYTES;
      Util.writePageHeader(
          new PageHeader(PageType.DATA_PAGE, size, size)
              .setData_page_header(
                  new DataPageHeader(values, Encoding.PLAIN, Encoding.RLE, Encoding.RLE)),
          out);
      out.write(levels);
      out.write(plain(column, from * width(column), values));
      boolean isList = column instanceof Column.OfLists;
      ColumnMetaData about =
          new ColumnMetaData(
              isList ? Type.FLOAT : Type.INT32,
              List.of(Encoding.PLAIN, Encoding.RLE),
              Stream.of(column.name(), "list", "element").limit(isList ? 3 : 1).toList(),
              CompressionCodec.UNCOMPRESSED,
              values,
              out.count - offset,
              out.count - offset,
              offset);
      chunks.add(new ColumnChunk(offset).setMeta_data(about));
    }
    return new RowGroup(chunks, out.count - begin, to - from);
  }

  private static final byte[] NONE = {};

  /**
   * Where lists begin, and that nothing is missing: runs of a length and a value, each kind with
   * its size before it (parquet-format, Encodings.md, "RLE/bit-packing hybrid").
   */
  private static byte[] levels(int lists, int width) throws IOException {
    ByteArrayOutputStream repetition = new ByteArrayOutputStream();
    for (int i = 0; i < lists; i++) {
      run(1, 0, repetition);
      if (width > 1) {
        run(width - 1, 1, repetition);
      }
    }
    ByteArrayOutputStream definition = new ByteArrayOutputStream();
    run(lists * width, 1, definition);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    for (ByteArrayOutputStream levels : List.of(repetition, definition)) {
      both.write(little(levels.size()));
      levels.writeTo(both);
    }
    return both.toByteArray();
  }

  private static void run(int length, int value, ByteArrayOutputStream out) {
    int rest = length << 1;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
    out.write(value);
  }

  private static byte[] plain(Column column, int from, int count) {
    byte[] plain = new byte[count * Float.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    if (column instanceof Column.OfInts ints) {
      bytes.asIntBuffer().put(ints.values(), from, count);
    } else {
      bytes.asFloatBuffer().put(((Column.OfLists) column).values(), from, count);
    }
    return plain;
  }

  private static byte[] little(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
    return bytes;
  }

  /** Knows how much went through it. */
  private static final class Counted extends OutputStream {

    private final OutputStream out;
    private long count;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }
  }
}
