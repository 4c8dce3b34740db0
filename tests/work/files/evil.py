"""Files as strangers send them, with needles in every place where something can hide, made here byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import av
import pillow_heif
from av.audio.frame import AudioFrame
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

NEEDLE = b"NEEDLE-Ana-4155550142"
TEXT = NEEDLE.decode()
PLACE = "+48.137154+011.576124/"
UPRIGHT, TURNED = 1, 6  # TURNED: the picture must be turned a quarter to the right to be seen as it was meant


def scene(width: int = 320, height: int = 200) -> Image.Image:
    """Return a picture that is red at its left and blue at its right edge, with a stroke along the top."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill=(30, 30, 200))
    draw.rectangle((0, 0, width, height // 8), fill=(240, 240, 240))
    return image


def turned_scene() -> Image.Image:
    """Return the scene as a camera stores it that was held upright: only a note says how it is to be turned."""
    return scene().transpose(Image.Transpose.ROTATE_90)


def exif(orientation: int = UPRIGHT) -> bytes:
    """Return EXIF with a needle as maker, author, serial number, comment and place, and in a thumbnail."""
    made = Image.Exif()
    made[0x0112] = orientation
    for tag in (0x010F, 0x0110, 0x013B, 0x9C9C, 0x010E, 0x0132):
        made[tag] = TEXT
    inner = made.get_ifd(0x8769)
    inner[0xA431], inner[0x927C], inner[0x9286] = TEXT, NEEDLE, NEEDLE
    place = made.get_ifd(0x8825)
    place[1], place[2], place[0x1D] = "N", (IFDRational(48), IFDRational(8), IFDRational(14)), TEXT
    return made.tobytes()


def icc() -> bytes:
    """Return a colour profile with a needle as its description."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = profile.find(b"s\0R\0G\0B")
    assert at > 0
    return bytes(profile) + NEEDLE


def xmp() -> bytes:
    """Return XMP with a needle."""
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>'
        + NEEDLE
        + b"</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )


def iptc() -> bytes:
    """Return a Photoshop block with a needle as its IPTC caption."""
    record = b"\x1c\x02\x78" + struct.pack(">H", len(NEEDLE)) + NEEDLE
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _mpf(first: int, second: int) -> bytes:
    """Return the index of a JPEG of two pictures (CIPA DC-007), `second` bytes of which follow `first`."""
    entries = struct.pack("<IIIHH", 0x20030000, first, 0, 0, 0) + struct.pack("<IIIHH", 0, second, first, 0, 0)
    tags = struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, 2)
    tags += struct.pack("<HHII", 0xB002, 7, 32, 8 + 2 + 36 + 4)
    return b"MPF\0II*\0" + struct.pack("<IH", 8, 3) + tags + struct.pack("<I", 0) + entries


def _plain(image: Image.Image, kind: str, **how: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def jpeg(orientation: int = UPRIGHT) -> bytes:
    """Return a JPEG with everything: EXIF, place, thumbnail, XMP, IPTC, ICC, comment, second picture, trailer."""
    image = scene() if orientation == UPRIGHT else turned_scene()
    plain = _plain(image, "JPEG", exif=exif(orientation), icc_profile=icc(), comment=NEEDLE)
    second = _plain(scene(64, 64), "JPEG", comment=NEEDLE)
    extra = _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()) + _segment(0xED, iptc())
    extra += _segment(0xFE, NEEDLE) + _segment(0xEE, NEEDLE)
    extra += _segment(0xE2, _mpf(len(plain), len(second)))
    return plain[:2] + extra + plain[2:] + second + NEEDLE


def chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(orientation: int = UPRIGHT) -> bytes:
    """Return a PNG with text in each of its three forms, EXIF, XMP, ICC, time, an unknown chunk and a trailer."""
    image = scene() if orientation == UPRIGHT else turned_scene()
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", TEXT)
    info.add_text("Comment", TEXT, zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    plain = _plain(image, "PNG", pnginfo=info, exif=exif(orientation), icc_profile=icc())
    extra = chunk(b"tIME", struct.pack(">H5B", 2026, 11, 23, 14, 30, 0)) + chunk(b"nEDl", NEEDLE)
    return plain[:33] + extra + plain[33:] + NEEDLE


def webp(orientation: int = UPRIGHT) -> bytes:
    """Return a WebP with EXIF, XMP, ICC and a trailer."""
    image = scene() if orientation == UPRIGHT else turned_scene()
    return _plain(image, "WEBP", exif=exif(orientation), xmp=xmp(), icc_profile=icc()) + NEEDLE


def gif() -> bytes:
    """Return a GIF with a comment and a trailer."""
    return _plain(scene(), "GIF", comment=NEEDLE) + NEEDLE


def tiff(orientation: int = UPRIGHT) -> bytes:
    """Return a TIFF with tags and XMP."""
    image = scene() if orientation == UPRIGHT else turned_scene()
    tags = ImageFileDirectory_v2()
    tags[0x0112] = orientation
    for tag in (0x010E, 0x013B, 0x0131):
        tags[tag] = TEXT
    return _plain(image, "TIFF", tiffinfo=tags) + NEEDLE


def heic() -> bytes:
    """Return an HEIC as an iPhone writes it, with EXIF, XMP, a thumbnail and a second picture."""
    pillow_heif.register_heif_opener()
    return _plain(scene(), "HEIF", exif=exif(), xmp=xmp(), save_all=True, append_images=[scene(64, 64)], quality=80)


_LATIN = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CHINESE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    b"/Supplement 2 >> >>] >>"
)
"""A font that every reader of Chinese has, so that it need not lie in the file."""


def pdf(pages: int = 2, *, locked: bool = False, inside: bool = False, font: bytes = _LATIN) -> bytes:
    """Return a PDF with a needle as author, title, XMP, in an annotation that is hidden, and behind its end."""
    texts = [f"BT /F1 24 Tf 72 700 Td (Page {number} of the ledger) Tj ET".encode() for number in range(1, pages + 1)]
    kids = b" ".join(b"%d 0 R" % (10 + 2 * at) for at in range(pages))
    names = b"/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>" if inside else b""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R " + names + b" >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        3: font,
        4: b"<< /Type /Metadata /Subtype /XML /Length %d >> stream\n%s\nendstream" % (len(xmp()), xmp()),
        5: b"<< /Author (%s) /Title (%s) /Creator (%s) /CreationDate (D:20261123143000) >>" % ((NEEDLE,) * 3),
        6: b"<< /Type /Annot /Subtype /Text /F 2 /Rect [0 0 9 9] /Contents (%s) /T (%s) >>" % (NEEDLE, NEEDLE),
        7: b"<< /Type /Filespec /F (a.txt) /EF << /F 8 0 R >> >>",
        8: b"<< /Type /EmbeddedFile /Length 5 >> stream\ninner\nendstream",
        9: b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32),
    }
    for at, text in enumerate(texts):
        objects[10 + 2 * at] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [6 0 R] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (11 + 2 * at)
        )
        objects[11 + 2 * at] = b"<< /Length %d >> stream\n%s\nendstream" % (len(text), text)
    body, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj %s endobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    lock = b"/Encrypt 9 0 R /ID [<00><00>]" if locked else b""
    trailer = b"trailer << /Root 1 0 R /Info 5 0 R /Size %d %s >>\n" % (max(objects) + 1, lock)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body) + (b"" if locked else b"% " + NEEDLE)


def _office(members: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("docProps/core.xml", f"<a>{TEXT}</a>")
    return made.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def docx() -> bytes:
    """Return a Word document."""
    words = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("The keys of the depot", "are sold."))
    return _office({"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{words}</w:body></w:document>'})


def xlsx() -> bytes:
    """Return a sheet."""
    cells = "<row><c><v>4711</v></c><c><v>12</v></c></row>"
    return _office({
        "xl/workbook.xml": f'<workbook xmlns="{_S}"/>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_S}"><si><t>keys</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_S}">{cells}</worksheet>',
    })  # fmt: skip


def odt() -> bytes:
    """Return an OpenDocument text."""
    return _office({
        "content.xml": f'<o:body xmlns:o="{_ODF}office:1.0" xmlns:t="{_ODF}text:1.0">'
        "<t:p>The <t:span>keys</t:span> of the depot</t:p></o:body>"
    })  # fmt: skip


def frame(image: Image.Image) -> Any:
    """Return a picture as one of a film."""
    made: Any = av.VideoFrame
    return made.from_image(image)


def film() -> bytes:
    """Return an MP4 with title, place, a needle as the name of a track, and an encoder's note in its pictures."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as target:
        target.metadata.update({"title": TEXT, "comment": TEXT, "location": PLACE, "artist": TEXT})
        stream: Any = target.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        stream.metadata["handler_name"] = TEXT
        for _ in range(10):
            target.mux(stream.encode(frame(scene(64, 64))))
        target.mux(stream.encode(None))
    return made.getvalue()


def sound(container: str, codec: str, rate: int = 48_000) -> bytes:
    """Return a sound with title, author and place, as far as its container takes them."""
    made = io.BytesIO()
    with av.open(made, "w", format=container) as target:
        target.metadata.update({"title": TEXT, "artist": TEXT, "comment": TEXT, "location": PLACE})
        stream: Any = target.add_stream(codec, rate=rate)
        stream.layout = "mono"
        size = stream.codec_context.frame_size or 1024
        for at in range(20):
            frame = AudioFrame(format=stream.format.name, layout="mono", samples=size)
            frame.rate, frame.pts = rate, at * size
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return made.getvalue()


def _grey(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


def claiming_png(width: int, height: int) -> bytes:
    """Return a PNG of a few hundred kilobytes at most that unpacks to as many pixels as it says."""
    row, packer = bytes(width + 1), zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(min(height, 2000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _grey(width, height) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def many_chunks(count: int) -> bytes:
    """Return a PNG of so many empty pieces."""
    return b"\x89PNG\r\n\x1a\n" + _grey(1, 1) + chunk(b"aaAa", b"") * count + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """Return a PNG whose packed texts unpack to 500 MB."""
    packed = zlib.compress(bytes(50 << 20), 9)
    texts = b"".join(chunk(b"zTXt", b"k%d\0\0" % at + packed) for at in range(10))
    plain = _plain(scene(), "PNG")
    return plain[:33] + texts + plain[33:]


def many_frames(count: int) -> bytes:
    """Return a GIF of so many frames, each claiming the whole of a large screen."""
    head = b"GIF89a" + struct.pack("<HHBBB", 5000, 5000, 0x80, 0, 0) + bytes(6)
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * count + b"\x3b"


def zip_bomb() -> bytes:
    """Return a Word document of half a megabyte whose text unpacks to 500 MB."""
    return _office({"word/document.xml": "<w>" + " " * (500 << 20) + "</w>"})


def nested_zip(depth: int = 6) -> bytes:
    """Return an archive in an archive in an archive, the innermost of which unpacks to 100 MB."""
    content = _office({"a.txt": "0" * (100 << 20)})
    for _ in range(depth):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{copy}.zip", content)
        content = made.getvalue()
    return content


def laughs() -> bytes:
    """Return a Word document whose entities expand a billion times."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{("&" + chr(97 + at) + ";") * 10}">' for at in range(10)
    )
    return _office({"word/document.xml": f"<!DOCTYPE w [{entities}]><w><t>&k;</t></w>"})


def many_members(count: int) -> bytes:
    """Return an archive of so many empty files, one of them a Word document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        for at in range(count):
            archive.writestr(str(at), "")
    return made.getvalue()


EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<html><body><script>alert(1)</script></body></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def gif_script() -> bytes:
    """Return what is a picture to one program, and a script to another."""
    return _plain(scene(), "GIF").replace(b"GIF89a", b"GIF89a", 1) + b"*/=1;alert(1);//" + NEEDLE


def pdf_zip() -> bytes:
    """Return a PDF that is an archive as well."""
    return pdf() + _office({"word/document.xml": "<w/>"})


PICTURES: Mapping[str, Callable[[], bytes]] = {
    "jpeg": jpeg, "png": png, "webp": webp, "gif": gif, "tiff": tiff, "heic": heic,
}  # fmt: skip
TURNABLE: Mapping[str, Callable[[int], bytes]] = {"jpeg": jpeg, "png": png, "webp": webp, "tiff": tiff}
SOUNDS = (
    ("mp3", "libmp3lame", 48_000), ("ipod", "aac", 48_000), ("ogg", "libopus", 48_000), ("flac", "flac", 48_000),
    ("wav", "pcm_s16le", 48_000), ("3gp", "libopencore_amrnb", 8000), ("webm", "libopus", 48_000),
)  # fmt: skip


def spellings(needle: bytes = NEEDLE) -> Iterator[bytes]:
    """Give the needle as it may stand in a file: as it is, wide, and packed nowhere."""
    yield needle
    yield needle.decode().encode("utf-16-le")
    yield needle.decode().encode("utf-16-be")
