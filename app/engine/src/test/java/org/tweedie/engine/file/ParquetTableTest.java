package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/**
 * Read back by the format's own structures, page by page. That others read it too was tried with
 * Arrow 26.0.1 (pyarrow), which gave every number back.
 */
class ParquetTableTest {

  private static byte[] bytes(ParquetTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.write(out);
    return out.toByteArray();
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static ByteBuffer page(byte[] file, ColumnMetaData column) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    in.skip(column.getData_page_offset());
    PageHeader header = Util.readPageHeader(in);
    assertThat(header.getData_page_header().getNum_values())
        .isEqualTo((int) column.getNum_values());
    return ByteBuffer.wrap(in.readNBytes(header.getCompressed_page_size()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The levels of one kind: runs of equal ones (Encodings.md). */
  private static int[] levels(ByteBuffer page) {
    IntStream.Builder levels = IntStream.builder();
    int end = page.getInt() + page.position();
    while (page.position() < end) {
      int header = 0;
      int shift = 0;
      for (int next = 0x80; (next & 0x80) != 0; shift += 7) {
        next = page.get();
        header |= (next & 0x7f) << shift;
      }
      assertThat(header & 1).as("a run, not packed bits").isZero();
      int value = page.get();
      IntStream.range(0, header >>> 1).forEach(any -> levels.add(value));
    }
    return levels.build().toArray();
  }

  @Test
  void everyNumberComesBackInItsRow() throws IOException {
    float[] values = {1.5f, -0.0f, Float.MIN_VALUE, 3, -1e30f, 6};
    byte[] file =
        bytes(
            new ParquetTable(
                2,
                List.of(
                    new ParquetTable.Column.OfInts("index", new int[] {7, 8}),
                    new ParquetTable.Column.OfLists("sample", values)),
                Map.of("seed", "1")));
    assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    FileMetaData footer = footer(file);
    assertThat(footer.getNum_rows()).isEqualTo(2);
    assertThat(footer.getSchema().stream().map(SchemaElement::getName))
        .containsExactly("schema", "index", "sample", "list", "element");
    assertThat(footer.getKey_value_metadata().get(0).getValue()).isEqualTo("1");
    RowGroup group = footer.getRow_groups().get(0);
    ByteBuffer ints = page(file, group.getColumns().get(0).getMeta_data());
    assertThat(List.of(ints.getInt(), ints.getInt())).containsExactly(7, 8);
    ColumnMetaData lists = group.getColumns().get(1).getMeta_data();
    assertThat(lists.getType()).isEqualTo(Type.FLOAT);
    assertThat(lists.getPath_in_schema()).containsExactly("sample", "list", "element");
    ByteBuffer page = page(file, lists);
    assertThat(levels(page)).as("a list begins").containsExactly(0, 1, 1, 0, 1, 1);
    assertThat(levels(page)).as("nothing is missing").containsExactly(1, 1, 1, 1, 1, 1);
    float[] read = new float[6];
    page.asFloatBuffer().get(read);
    assertThat(read).containsExactly(values);
  }

  @Test
  void manyRowsAreGroupsOfABoundedSize() throws IOException {
    int width = 1 << 20;
    float[] values = new float[5 * width];
    values[4 * width] = 42;
    byte[] file =
        bytes(
            new ParquetTable(
                5, List.of(new ParquetTable.Column.OfLists("sample", values)), Map.of()));
    List<RowGroup> groups = footer(file).getRow_groups();
    assertThat(groups.stream().map(RowGroup::getNum_rows)).containsExactly(4L, 1L);
    ByteBuffer last = page(file, groups.get(1).getColumns().get(0).getMeta_data());
    assertThat(Arrays.stream(levels(last)).filter(level -> level == 0).count()).isOne();
    levels(last);
    assertThat(last.getFloat()).isEqualTo(42);
  }

  @Test
  void columnsThatAreNotWholeAreRefused() {
    assertThatThrownBy(
            () ->
                new ParquetTable(
                    2, List.of(new ParquetTable.Column.OfLists("sample", new float[3])), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values in column 'sample' of 2 rows");
  }
}
