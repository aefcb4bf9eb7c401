-- Filter für alle Handouts: aus dem Baum, den pandoc aus dem HTML liest, wird Text für Typst, DOCX, ODT oder HTML.
-- Rohe Stellen schreibt nur dieser Filter; der HTML-Leser erzeugt keine.

local typst = FORMAT == 'typst'
local office = FORMAT == 'docx' or FORMAT == 'odt' or FORMAT == 'opendocument'
local STYLES = { hinweis = 'Hinweis', quellen = 'Quelle', kurz = 'Kurzbeschreibung', angaben = 'Angaben' }
local LONG = 28
local BREAK = 14

local function raw(text)
  return pandoc.RawBlock('typst', text)
end

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('[\r\n]+', ' ') .. '"'
end

-- Lange Wörter und Adressen bekommen unsichtbare Trennstellen, sonst ragen sie über den Rand.
local function soften(text, code)
  local size = utf8.len(text)
  if not size or size < LONG then return text end
  local mark = (code or text:find('[/._@=&?%-]')) and '\u{200B}' or '\u{AD}'
  local out, run = {}, 0
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    out[#out + 1] = char
    run = run + 1
    if (mark == '\u{200B}' and char:find('[/._@=&?%-]')) or run >= BREAK then
      out[#out + 1] = mark
      run = 0
    end
  end
  return table.concat(out)
end

function Str(element)
  if typst then return pandoc.Str(soften(element.text)) end
end

function Code(element)
  if typst then return pandoc.Code(soften(element.text, true)) end
end

function CodeBlock(element)
  if not typst then return nil end
  return pandoc.CodeBlock((element.text:gsub('%S+', function(word) return soften(word, true) end)))
end

function Image(element)
  local number = element.src:match('^bild:(%d+)$')
  if not typst or not number then return nil end
  local alt = pandoc.utils.stringify(element.caption)
  if alt == '' then return pandoc.RawInline('typst', '#bild(' .. number .. ')') end
  return pandoc.RawInline('typst', '#bild(' .. number .. ', alt: ' .. quoted(alt) .. ')')
end

-- Ein Feld einer Vorlage.
function Span(element)
  if typst and element.identifier ~= '' then
    return pandoc.RawInline('typst', '#metadata(none)<' .. element.identifier .. '>')
  end
  if not element.classes:includes('feld') then return nil end
  if typst then
    local parts = pandoc.List({ pandoc.RawInline('typst', '#feld[') })
    parts:extend(element.content)
    parts:insert(pandoc.RawInline('typst', ']'))
    return parts
  end
  if office then return pandoc.Span(element.content, pandoc.Attr('', {}, { ['custom-style'] = 'Feld' })) end
end

local function widths(tbl, columns)
  local most, sum, rows = {}, {}, 0
  for i = 1, columns do most[i], sum[i] = 4, 0 end
  local function count(row)
    rows = rows + 1
    for i, cell in ipairs(row.cells) do
      if i <= columns and cell.col_span == 1 then
        local size = utf8.len(pandoc.utils.stringify(cell.contents)) or 10
        most[i] = math.max(most[i], math.min(size, 60))
        sum[i] = sum[i] + math.min(size, 200)
      end
    end
  end
  for _, row in ipairs(tbl.head.rows) do count(row) end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do count(row) end
  end
  local total, parts = 0, {}
  for i = 1, columns do
    parts[i] = math.max(math.min(most[i], 14), (sum[i] / math.max(rows, 1)) * 0.7 + most[i] * 0.3)
    total = total + parts[i]
  end
  -- Keine Spalte wird schmaler als ihr längster kurzer Eintrag.
  local again = 0
  for i = 1, columns do
    parts[i] = math.max(parts[i] / total, math.min(most[i], 12) * 0.0135)
    again = again + parts[i]
  end
  total = again
  return parts, total
end

function Table(tbl)
  local columns = #tbl.colspecs
  local parts, total = widths(tbl, columns)
  local specs = {}
  for i = 1, columns do specs[i] = { tbl.colspecs[i][1], parts[i] / total } end
  tbl.colspecs = specs
  return tbl
end

local function is_task(blocks)
  local first = blocks[1] and blocks[1].content and blocks[1].content[1]
  return first and first.t == 'Str' and (first.text == '☐' or first.text == '☑')
end

function BulletList(list)
  for _, item in ipairs(list.content) do
    if not is_task(item) then return nil end
  end
  if not typst then
    if not office then return nil end
    local paragraphs = {}
    for _, item in ipairs(list.content) do
      paragraphs[#paragraphs + 1] = pandoc.Div(item, pandoc.Attr('', {}, { ['custom-style'] = 'Checkliste' }))
    end
    return paragraphs
  end
  local out = pandoc.List({ raw('#aufgaben(') })
  for _, item in ipairs(list.content) do
    local content = item[1].content
    if content[1].text == '☐' then
      content:remove(1)
      if content[1] and content[1].t == 'Space' then content:remove(1) end
      item[1] = pandoc.Plain(content)
    end
    out:insert(raw('['))
    out:extend(item)
    out:insert(raw('],'))
  end
  out:insert(raw(')'))
  return out
end

-- Faktenkasten: in Typst eine Liste aus Namen und Werten, in der Textverarbeitung eine Tabelle mit zwei Spalten.
local function facts(list)
  if typst then
    local out = pandoc.List({ raw('#fakten(') })
    for _, item in ipairs(list.content) do
      out:insert(raw('(['))
      out:insert(pandoc.Plain(item[1]))
      out:insert(raw('], ['))
      for _, definition in ipairs(item[2]) do out:extend(definition) end
      out:insert(raw(']),'))
    end
    out:insert(raw(')'))
    return out
  end
  local rows = {}
  for _, item in ipairs(list.content) do
    local value = pandoc.List()
    for _, definition in ipairs(item[2]) do value:extend(definition) end
    rows[#rows + 1] = { { pandoc.Plain({ pandoc.Strong(item[1]) }) }, value }
  end
  local simple = pandoc.SimpleTable({}, { 'AlignLeft', 'AlignLeft' }, { 0.28, 0.72 }, {}, rows)
  local tbl = pandoc.utils.from_simple_table(simple)
  tbl.bodies[1].row_head_columns = 1
  return { tbl }
end

-- Inhaltsverzeichnis einer Mappe: Seitenzahlen als Felder, die Word und LibreOffice beim Öffnen ausrechnen.
local WORD_ENTRY = '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:hyperlink w:anchor="%s"><w:r><w:t>%s</w:t></w:r>'
  .. '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
  .. '<w:r><w:instrText xml:space="preserve"> PAGEREF %s \\h </w:instrText></w:r>'
  .. '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>–</w:t></w:r>'
  .. '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
local ODT_ENTRY = '<text:p text:style-name="Inhalt"><text:a xlink:type="simple" xlink:href="#%s">%s</text:a><text:tab/>'
  .. '<text:bookmark-ref text:reference-format="page" text:ref-name="%s">–</text:bookmark-ref></text:p>'

local function contents(div)
  local format = FORMAT == 'docx' and 'openxml' or 'opendocument'
  local entry = FORMAT == 'docx' and WORD_ENTRY or ODT_ENTRY
  local style = FORMAT == 'docx' and 'TOC Heading' or 'Inhalt_20_Titel'
  local out = pandoc.List({ pandoc.Div({ div.content[1] }, pandoc.Attr('', {}, { ['custom-style'] = style })) })
  for _, item in ipairs(div.content[2].content) do
    local link = item[1].content[1]
    local anchor = link.target:sub(2)
    local title = pandoc.utils.stringify(link):gsub('&', '&amp;'):gsub('<', '&lt;'):gsub('>', '&gt;')
    out:insert(pandoc.RawBlock(format, entry:format(anchor, title, anchor)))
  end
  return out
end

function Div(div)
  if div.classes:includes('inhalt') and office then return contents(div) end
  if div.classes:includes('trennung') then return raw('//-- ' .. div.attributes.marke) end
  if div.classes:includes('fakten') then
    local out = pandoc.List()
    for _, block in ipairs(div.content) do
      if block.t == 'DefinitionList' then out:extend(facts(block)) else out:insert(block) end
    end
    return out
  end
  for _, name in ipairs({ 'kasten', 'hinweis', 'quellen', 'angaben' }) do
    if typst and div.classes:includes(name) then
      local out = pandoc.List({ raw('#' .. name .. '[') })
      out:extend(div.content)
      out:insert(raw(']'))
      return out
    end
  end
  for name, style in pairs(STYLES) do
    if office and div.classes:includes(name) then
      return pandoc.Div(div.content, pandoc.Attr(div.identifier, {}, { ['custom-style'] = style }))
    end
  end
  if div.identifier == '' and #div.classes == 0 then return div.content end
end

-- Für Steckbrief und Poster: nach jedem Stück, das allein stehen kann, eine Marke, an der das Programm trennt.
function Pandoc(doc)
  if not typst or not doc.meta.stuecke then return nil end
  local mark = pandoc.utils.stringify(doc.meta.stuecke)
  local out, depth = pandoc.List(), 0
  for _, block in ipairs(doc.blocks) do
    out:insert(block)
    if block.t == 'RawBlock' then
      local _, opened = block.text:gsub('[%[%(]', '')
      local _, closed = block.text:gsub('[%]%)]', '')
      depth = depth + opened - closed
    end
    if depth == 0 and block.t ~= 'Header' then out:insert(raw('//-- ' .. mark)) end
  end
  return pandoc.Pandoc(out, doc.meta)
end
