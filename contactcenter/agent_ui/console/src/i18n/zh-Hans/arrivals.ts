import type { arrivals as english } from "../en/arrivals";

export const arrivals: typeof english = {
  quarantine: {
    hint: "已收到但未能处理的内容。原始数据完整保留，可以重试。", none: "收到的内容均已处理。", item: "来件 {id} · {channel}",
    signal: "通话信号 s{id} · {channel}", unreplayable: "由旧版程序保存，缺少重试所需的内容。", carrier: { twilio: "Twilio" }, told: {
      arrived: "内容：有来电。", answered: "内容：有人接听或按键。", joined: "内容：有人加入通话。", left: "内容：有人离开通话。", over: "内容：某一方的通话已结束。", recorded: "内容：录音已生成。", transcribed: "内容：留言已转成文字。",
    },
    dismiss: "不再需要", dismissHint: "已无人需要它：将从列表移除，并在到期后删除。", dismissed: "已移除。", attempts: "尚未尝试 | 已尝试 1 次 | 已尝试 {n} 次", replay: "重试",
    reason: {
      not_understood: "内容不符合该渠道的格式。", parser_error: "读取时出错，属于程序缺陷。", step_failed: "处理到“{step}”这一步时出错。", no_channel: "该渠道已不存在。", bytes_lost: "找不到原始数据。",
    },
    step: {
      parse: "读取", dedupe: "查重", reread: "重新读取", thread: "归入工单", colleague: "识别同事来信", identify: "识别读者", answered: "识别已即时答复的求助", route: "选定队列", open_or_append: "写入工单", consent: "退订与订阅", relate: "关联工单",
      acknowledge: "收件回执", note: "写入备注", bounce: "处理退信", report: "传真发送结果", ring_in: "接入来电", write: "写入数据库", commit: "完成提交", hear: "处理通话信号",
    },
    replayed: "正在重试；若再次失败，会回到这里。",
  },
  mailboxes: {
    hint: "系统从这些邮箱收取邮件。故障持续时会通过邮件通知管理员。", none: "没有配置收信邮箱。邮件经其他已配置的入口进入。", well: "正常", since: "自 {when}",
    waiting: "有 1 封邮件尚未收取 | 有 {n} 封邮件尚未收取", failing: "邮件 {uid} 无法收取：{words}", compared: "{when} 核对：全部已收取 | {when} 核对：1 处不一致 | {when} 核对：{n} 处不一致",
    difference: {
      unseen: "在当前 UIDVALIDITY 下从未查看", waiting: "在服务器上，尚未收取", failing: "在服务器上，无法收取", unfinished: "已收取，服务器上尚未处理",
      still_there: "已收取，按设置应已移走却仍在", without_arrival: "记为已收取，但找不到对应的来件", quarantined: "已收取，但未能处理：见隔离区",
      gone: "收取之前已消失：被他人移动或删除", unasked: "未能查询服务器",
    },
    reason: {
      starting: "正在连接。", dns: "找不到服务器名称。", connect: "无法连接服务器。", timeout: "服务器没有应答。", tls: "无法建立安全连接。", auth: "登录被拒绝。", token: "无法取得 OAuth 访问令牌。",
      secret: "无法读取密码。", folder: "无法打开文件夹。", disconnected: "连接中断。", refused: "服务器拒绝请求。", after: "邮件已收取，但无法在服务器上移动或删除。",
      mails: "部分邮件无法收取，其余正常。", database: "数据库不可用。", internal: "本系统内部出错。", silent: "一小时没有消息。",
    },
  },
};
