import type { mail as english } from "../en/mail";

/** 简体中文：规则的判断与邮件的异常。 */
export const mail: typeof english = {
  rule: {
    bounce: "退信", bounce_delay: "延迟通知", feedback: "投诉报告", domain_report: "域名报告", report: "投递报告", receipt: "已读回执", from_ourselves: "本馆地址发出", our_own_mail: "本馆邮件返回",
    loop_mark: "循环邮件（有标记）", went_round: "循环邮件（反复投递）", daemon: "邮件系统", auto_submitted: "自动邮件", autoreply_header: "自动回复（有标记）", subject: "自动回复（看主题）",
    precedence_reply: "自动回复（休假程序）", list: "邮件列表", precedence_list: "列表邮件", empty_return_path: "退信地址为空", precedence_answer: "批量回信", precedence: "批量邮件",
    no_reply_address: "免回复地址", suppressed: "谢绝自动回复", form_trap: "表单：陷阱字段", form_not_ours: "表单：未打开页面", form_too_fast: "表单：提交过快", opt_word: "退订或订阅", opt_stop: "退订", opt_start: "重新订阅", opt_help: "求助", staff: "人工搁置",
    dmarc_fail: "DMARC 未通过", spf_fail: "SPF 未通过", dkim_fail: "DKIM 未通过", spam_mark: "被标为垃圾邮件",
  },
  why: {
    bounce_any: "通知有邮件未能送达", bounce_delay_any: "通知有邮件尚未送达", bounce: "通知有邮件未能送达 {address}：{why}", bounce_delay: "通知有邮件尚未送达 {address}：{why}", feedback: "邮件服务商的报告：有收件人将本馆邮件举报为垃圾邮件（RFC 5965）",
    domain_report: "关于本馆域名邮件的报告（DMARC 或 TLS）", report: "邮件系统的投递报告", receipt: "邮件已打开或已删除的回执（RFC 8098）", from_ourselves: "发件人是本馆自己的地址",
    our_own_mail: "本馆发出的邮件又回来了", loop_mark: "带有曾经到过这里的标记（X-Loop）", went_round: "同一地址投递了两次，或经过的服务器过多", daemon: "由邮件系统发出（mailer-daemon）",
    auto_submitted: "邮件自称由程序发出（Auto-Submitted，RFC 3834）", autoreply_header: "发信程序标明这是自动回复", subject: "主题像是自动回复", precedence_reply: "回信方式与休假自动回复程序一致（Precedence 等标记）",
    list: "经邮件列表发来（List-Id 等字段）", precedence_list: "自称经邮件列表发来（Precedence: list）", empty_return_path: "退信地址为空，只有程序才这样发信", precedence_answer: "是回信，却自称批量邮件（Precedence）",
    precedence: "自称批量邮件（Precedence）", no_reply_address: "发件地址不接收回信", suppressed: "发件人谢绝自动回复（X-Auto-Response-Suppress）", form_trap: "填写了人看不到的字段",
    form_not_ours: "未打开本馆页面就提交了表单", form_too_fast: "提交速度快于人工填写", opt_word: "全文只是一个退订或订阅的指令词", opt_stop: "全文只是一个退订的指令词；运营商或本馆已即时向读者确认", opt_start: "全文只是一个重新订阅的指令词", opt_help: "全文只是一个求助的指令词；运营商或本馆已即时回复使用说明", staff: "由同事人工搁置", dmarc_fail: "发件人的域名不承认此邮件（{server} 判定 DMARC {result}）",
    spf_fail: "发信服务器无权代表该域名发信（{server} 判定 SPF {result}）", dkim_fail: "签名不符（{server} 判定 DKIM {result}）", spam_mark: "途中的服务器将其判为垃圾邮件",
  },
  odd: {
    cut: "结尾缺失", too_deep: "结构嵌套过深", boundary: "各部分的分隔与声明不符", too_many_parts: "部分过多（已存为一个文件）", below: "最后一部分之后还有内容", above: "正文位于第一部分之前",
    sealed: "已加密或签封，需用密钥打开文件", winmail: "{name} 无法打开", html: "HTML 过大，无法显示（已存为文件）", charset_unknown: "字符集“{name}”无法识别（系猜测）", charset_unnamed: "未注明字符集（系猜测）",
    charset_wrong: "实际字符集与所注“{name}”不符", unreadable: "部分字符无法辨认", quoted_printable: "quoted-printable 编码有损坏", not_base64: "注明 base64，实为纯文本", base64: "base64 编码不完整或有损坏",
    header_line: "信头中有一行不是字段", no_field: "缺少 {name}", many_fields: "有 {count} 个 {name} 字段", several_from: "From 中有多个发件人", raw_header: "信头含未编码字符（系猜测）", date: "日期无效", file_refused: "不接收此类文件（{media_type}）", file_too_big: "文件（{media_type}）过大，未获取", file_lost: "文件（{media_type}）无法获取",
    recording_removed: "录音（保留 {days} 天）",
  },
  found: {
    files: "未能收全：{what}", removed: "已到期删除：{what}",
    aside: "已搁置：{why}", was: "曾被搁置：{why}", silent: "未发送回执：{why}", origin: "发件人未经证实：{why}", broken: "邮件有损坏：{what}", odd: "邮件不合规范：{what}", more: "另有 1 处迹象 | 另有 {n} 处迹象", comma: "；", chip: "搁置原因",
  },
  aside: {
    rule: "原因", allRules: "全部原因", only: "仅搜索已搁置的内容", everywhere: "搜索全部工单", search: "搜索已搁置的内容", everOne: "至今共 1 封。 | 至今共 {n} 封。", ever: "规则至今共搁置 1 封。 | 规则至今共搁置 {n} 封。",
    were: "其中没有读者咨询。 | 其中 1 封是读者咨询。 | 其中 {n} 封是读者咨询。", together: "{one}{other}", byRule: "按原因", here: "现有", all: "累计", questions: "咨询", because: "搁置原因：{why}。",
  },
};
