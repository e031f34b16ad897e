import type { fax as english } from "../en/fax";

export const fax: typeof english = {
  pages: {
    of: "{name} 的页面", page: "{name}，第 {n} 页，共 {count} 页", more: "+{n}", previous: "上一页", next: "下一页", larger: "放大", smaller: "缩小", fit: "适合宽度",
    turn: "旋转", download: "下载", hint: "← → 翻页 · + − 缩放 · r 旋转 · Esc 关闭", loading: "正在生成页面…", wrong: "无法显示页面：{why}。文件仍可下载。",
    why: { broken: "文件已损坏或类型不符", too_big: "文件过大", too_slow: "生成超时", locked: "文件有密码" },
  },
  fax: {
    leaves: "将发送 {n} 页（含封面）。", checking: "正在计算页数…", tooMany: "共 {n} 页：一份传真最多 {most} 页。请缩短内容或移除文件。",
    links: "链接将以网址形式发出。", colours: "彩色内容将变为黑白。", missing: "以下字符将印成 □：{letters}", files: "传真无法发送以下文件：", leaveOut: "移除 {name}", why: { not_carried: "不是 PDF 或图片", broken: "已损坏", too_big: "过大", locked: "有密码" },
    wrong: { no_gateway: "未设置传真网关，无法发送传真。", no_font: "缺少中文字体，无法发送传真。请联系管理员。", wrong_number: "此号码无法拨打，无法发送传真。", other: "暂时无法计算页数，仍可发送。" },
    code: {
        fax_busy: "对方占线", fax_no_answer: "无人接听", fax_line: "线路故障", fax_pages: "部分页未送达", fax_failed: "网关未能发送",
        fax_number: "不是传真号码", fax_voice: "对方人工接听，不是传真机", fax_blocked: "号码被屏蔽", fax_refused: "网关拒绝发送", no_gateway: "未设置传真网关",
        no_font: "缺少中文字体", not_carried: "传真无法发送此文件", too_many_pages: "页数过多", page_broken: "文件无法读取", page_too_big: "文件过大", page_locked: "文件有密码", too_slow: "生成页面超时",
    },
  },
};
